import { CLIENT_LIMITS, type Message, type ReadCursor } from '@monhub/realtime-protocol'
import type { ChatLog } from './chatLog'
import type { ChatMessage } from './chatMessage'

/** How far I have read. */
export const readUpTo = ({ cursors, me }: ChatLog): number => cursors.get(me)?.upTo ?? 0

/** A message with what is known of its readers. */
export function toChatMessage(log: ChatLog, message: Message): ChatMessage {
  const { me, isGroup } = log
  const isMine = message.senderId === me
  const readers = [...log.cursors.values()].filter(({ upTo }) => upTo >= message.seq)
  const reader = readers.find(({ userId }) => (userId === me) !== isMine)
  const read = reader && !message.isRead ? { isRead: true, readAt: reader.readAt } : {}
  const others = () => readers.map(({ userId }) => userId).filter((id) => id !== message.senderId)
  return {
    ...message,
    ...read,
    ...(isMine ? { delivery: 'sent' as const } : {}),
    ...(isGroup ? { seenBy: others().sort() } : {}),
  }
}

/** Somebody has read up to `upTo`; messages that this says nothing new about stay as they are. */
export function moveCursor(log: ChatLog, cursor: ReadCursor): ChatLog {
  const { userId, upTo } = cursor
  const before = log.cursors.get(userId)?.upTo ?? 0
  if (before >= upTo) return log
  const next = { ...log, cursors: new Map(log.cursors).set(userId, cursor) }
  const isNews = ({ seq, senderId, isRead }: ChatMessage) =>
    seq <= upTo &&
    ((!isRead && (senderId === log.me) !== (userId === log.me)) ||
      (log.isGroup && seq > before && senderId !== userId))
  return log.messages.some(isNews)
    ? { ...next, messages: log.messages.map((it) => (isNews(it) ? toChatMessage(next, it) : it)) }
    : next
}

/** Messages by others that I have not read and that were not deleted. */
export const countUnread = (log: ChatLog, after = readUpTo(log)): number =>
  log.messages.filter(
    ({ seq, senderId, deletedAt }) => senderId !== log.me && !deletedAt && seq > after,
  ).length

/** Counted by the messages here where they reach back far enough, else as the server counted. */
export function withCount(log: ChatLog, otherwise: number): ChatLog {
  const reachesBack = !log.hasMore || (log.messages[0]?.seq ?? Infinity) <= readUpTo(log) + 1
  const count = log.isLoaded && reachesBack ? countUnread(log) : otherwise
  return { ...log, unreadCount: Math.min(count, CLIENT_LIMITS.unreadCap) }
}

/** The same after a step that changed messages, for what the server counted before it. */
export function recount(before: ChatLog, log: ChatLog): ChatLog {
  const added = countUnread(log) - countUnread(before)
  // Of a count that was capped nobody knows what it is without one.
  const isUnknown = added < 0 && before.unreadCount >= CLIENT_LIMITS.unreadCap
  return withCount(log, before.unreadCount + (isUnknown ? 0 : added))
}
