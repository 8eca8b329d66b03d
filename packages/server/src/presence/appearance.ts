import type { PresenceSetRequest } from '@monhub/realtime-protocol'

/** How a user wants to appear, on all devices; the latest setting wins. */
export interface Appearance {
  status?: string
  text?: string
  invisible?: boolean
}

export const UNSET: Appearance = Object.freeze({})

/** `null` takes a field back; what is left out stays. The same object where nothing is asked for. */
export function changedBy(
  before: Appearance,
  { status, text, invisible }: PresenceSetRequest,
): Appearance {
  if (status === undefined && text === undefined && invisible === undefined) return before
  return {
    status: status === undefined ? before.status : (status ?? undefined),
    text: text === undefined ? before.text : (text ?? undefined),
    invisible: invisible ?? before.invisible,
  }
}
