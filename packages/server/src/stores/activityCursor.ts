/**
 * The `before` of a conversation list as a number that conversations are older than: `Infinity` is
 * too large to bind, so without a cursor it is the largest safe integer. A cursor that no store
 * gave is older than everything, which makes an empty page.
 */
export function fromActivityCursor(before: string | undefined): number {
  if (before === undefined) return Number.MAX_SAFE_INTEGER
  return /^\d{1,15}$/.test(before) ? Number(before) : 0
}

export const toActivityCursor = (activity: number): string => String(activity)
