import {
  LIMITS,
  type Message,
  type MessageHistoryResult,
  type ReadCursor,
  type SyncedConversation,
} from '@monhub/realtime-protocol'
import type { ChatMessage } from './chatMessage'

/** What is known of one conversation's log. Every function here is pure. */
export interface ChatLog {
  /** The reader. */
  readonly me: string
  /** Ascending by `seq`, without gaps from the oldest one here. */
  readonly messages: ChatMessage[]
  /** Came too early: before the first page, or beyond a gap. */
  readonly held: ReadonlyMap<number, Message>
  readonly isLoaded: boolean
  /** Everything up to here has been seen, or is older than what was loaded. */
  readonly synced: number
  /** The newest `seq` heard of. */
  readonly head: number
  /** There are older messages. */
  readonly hasMore: boolean
  readonly cursors: ReadonlyMap<string, ReadCursor>
  readonly unreadCount: number
}

export const emptyLog = (me: string): ChatLog => ({
  me,
  messages: [],
  held: new Map(),
  isLoaded: false,
  synced: 0,
  head: 0,
  hasMore: false,
  cursors: new Map(),
  unreadCount: 0,
})

/** True when the server has entries that were not seen, so that it is time to sync. */
export const isBehind = (log: ChatLog): boolean => log.isLoaded && log.head > log.synced

/** A message that arrived live, or as the answer to sending it. Twice is as good as once. */
export function receive(log: ChatLog, message: Message): ChatLog {
  if (log.isLoaded && message.seq <= log.synced) return log
  const held = new Map(log.held).set(message.seq, message)
  const next = release({ ...log, held, head: Math.max(log.head, message.seq) })
  const fresh = countUnread(next.messages.slice(log.messages.length), next)
  return withCount(next, log.unreadCount + fresh)
}

/** The newest page; replaces whatever was there. */
export function applyPage(log: ChatLog, page: MessageHistoryResult): ChatLog {
  const { messages, hasMore, head } = page
  // By the page and not by `head`, which may have been read a moment later: what lies between is
  // then synced.
  const synced = messages.at(-1)?.seq ?? 0
  return withAnswer(replace(log, messages, { hasMore, synced, head }), page)
}

/** A page of older messages, asked for by the `seq` of the oldest one here. */
export function applyOlder(log: ChatLog, page: MessageHistoryResult): ChatLog {
  const oldest = log.messages[0]?.seq ?? Infinity
  const older = page.messages.filter(({ seq }) => seq < oldest)
  const messages = [...older.map((message) => toChatMessage(log, message)), ...log.messages]
  return withAnswer({ ...log, messages, hasMore: page.hasMore }, page)
}

/** The answer to a sync after `synced`. */
export function applySync(log: ChatLog, answer: SyncedConversation): ChatLog {
  const { entries, head, hasMore, reset } = answer
  const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
  const last = entries.at(-1)?.seq
  if (reset) {
    const hasOlder = (messages[0]?.seq ?? 1) > 1
    const page = { hasMore: hasOlder, synced: last ?? head, head }
    return withAnswer(replace(log, messages, page), answer)
  }
  // Nothing left although something was announced: the server's word counts.
  const isComplete = last === undefined && !hasMore
  const fresh = messages.filter(({ seq }) => seq > log.synced)
  const next = release({
    ...append(log, fresh),
    synced: Math.max(log.synced, last ?? (isComplete ? head : 0)),
    head: isComplete && log.held.size === 0 ? head : Math.max(log.head, head),
  })
  return withAnswer(next, answer)
}

/** Somebody has read up to `upTo`: the others' messages, as far as they concern the reader. */
export function applyCursor(log: ChatLog, cursor: ReadCursor): ChatLog {
  const { userId, upTo, readAt } = cursor
  if ((log.cursors.get(userId)?.upTo ?? 0) >= upTo) return log
  const cursors = new Map(log.cursors).set(userId, cursor)
  const isMe = userId === log.me
  const covers = (message: ChatMessage) =>
    !message.isRead && message.seq <= upTo && (message.senderId === log.me) !== isMe
  const messages = log.messages.some(covers)
    ? log.messages.map((message) =>
        covers(message) ? { ...message, isRead: true, readAt } : message,
      )
    : log.messages
  return withCount({ ...log, cursors, messages }, log.unreadCount)
}

const readUpTo = ({ cursors, me }: ChatLog) => cursors.get(me)?.upTo ?? 0

const countUnread = (messages: readonly Message[], log: ChatLog, after = 0) =>
  messages.filter(({ seq, senderId }) => senderId !== log.me && seq > after && seq > readUpTo(log))
    .length

/** Counted by the messages here where they reach back far enough, else as the server counted. */
function withCount(log: ChatLog, otherwise: number): ChatLog {
  const reachesBack = !log.hasMore || (log.messages[0]?.seq ?? Infinity) <= readUpTo(log) + 1
  const count = log.isLoaded && reachesBack ? countUnread(log.messages, log) : otherwise
  return { ...log, unreadCount: Math.min(count, LIMITS.unreadCap) }
}

function withAnswer(
  log: ChatLog,
  { cursors, unreadCount, head }: Pick<SyncedConversation, 'cursors' | 'unreadCount' | 'head'>,
): ChatLog {
  const next = cursors.reduce((state, cursor) => applyCursor(state, cursor), log)
  return withCount(next, unreadCount + countUnread(next.messages, next, head))
}

function replace(
  log: ChatLog,
  messages: readonly Message[],
  { hasMore, synced, head }: { hasMore: boolean; synced: number; head: number },
): ChatLog {
  return release({
    ...log,
    isLoaded: true,
    messages: messages.map((message) => toChatMessage(log, message)),
    hasMore,
    synced,
    head: Math.max(head, synced, ...log.held.keys()),
  })
}

/** Moves what was held into the log, as far as it follows without a gap. */
function release(log: ChatLog): ChatLog {
  if (!log.isLoaded || log.held.size === 0) return log
  const ready: Message[] = []
  for (let seq = log.synced + 1, message; (message = log.held.get(seq)); seq++) ready.push(message)
  const synced = log.synced + ready.length
  const held = new Map([...log.held].filter(([seq]) => seq > synced))
  return append({ ...log, held, synced }, ready)
}

const append = (log: ChatLog, messages: readonly Message[]): ChatLog =>
  messages.length === 0
    ? log
    : {
        ...log,
        messages: [...log.messages, ...messages.map((message) => toChatMessage(log, message))],
      }

function toChatMessage({ me, cursors }: ChatLog, message: Message): ChatMessage {
  const isMine = message.senderId === me
  const reader = [...cursors.values()].find(
    ({ userId, upTo }) => (userId === me) !== isMine && upTo >= message.seq,
  )
  const read = reader && !message.isRead ? { isRead: true, readAt: reader.readAt } : {}
  return { ...message, ...read, ...(isMine ? { delivery: 'sent' as const } : {}) }
}
