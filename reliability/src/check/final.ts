import { isDeepStrictEqual } from 'node:util'
import type { Message } from '@monhub/realtime-server'
import type { Content, History, Violation } from './history'

/** What a reader sees of a message. Read marks are not part of it: cursors move on their own. */
export function visible(message: Message) {
  const { _id, seq, clientId, senderId, receiverId, text, metadata } = message
  const { createdAt, editedAt, deletedAt, reactions } = message
  const place = { _id, seq, clientId, senderId, receiverId, createdAt }
  return { ...place, text, metadata, editedAt, deletedAt, reactions }
}

/** The first difference between a screen and a fresh snapshot, in words. */
export function difference(
  shown: readonly Message[],
  stored: readonly Message[],
): string | undefined {
  const length = Math.max(shown.length, stored.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [shown[i], stored[i]]
    if (!a) return `${stored.length - shown.length} missing at the end, from ${b?.seq} ${b?.text}`
    if (!b) return `${a.seq} ${a.text} shown and not stored`
    const [left, right] = [visible(a), visible(b)]
    if (!isDeepStrictEqual(left, right)) {
      return `shown ${JSON.stringify(left)}, stored ${JSON.stringify(right)}`
    }
  }
  return undefined
}

/** Screens that do not show at the end what somebody who loads everything anew is given. */
export function staleScreens({ views }: History, { messages }: Content): Violation[] {
  return views.flatMap(({ id, conversationId, final }): Violation[] => {
    if (!final) return []
    const stored = messages.filter((message) => message.conversationId === conversationId)
    const found = difference(final, stored)
    return found ? [{ kind: 'stale', conversationId, detail: `${id}: ${found}` }] : []
  })
}
