import type {
  ChangeEntry,
  LogEntry,
  MemberEntry,
  Message,
  MessageHistoryResult,
  ReadCursor,
  SyncedConversation,
} from '@monhub/realtime-protocol'
import type { ChatMessage } from './chatMessage'
import { applyChanges, applyEntries, applyMembers, sameMembers } from './logEntries'
import { countUnread, moveCursor, recount, toChatMessage, withCount } from './readState'

/** What is known of one conversation's log. Every function here is pure. */
export interface ChatLog {
  /** The reader. */
  readonly me: string
  readonly isGroup: boolean
  /** Ascending by `seq`; none is missing after the oldest one here. */
  readonly messages: ChatMessage[]
  /** Came too early: before the first page, or beyond a gap. */
  readonly held: ReadonlyMap<number, LogEntry>
  /** Changes of messages that are not loaded: a page on its way may have been read before them. */
  readonly unplaced: readonly ChangeEntry[]
  readonly isLoaded: boolean
  /** Every entry up to here has been seen, or is older than what was loaded. */
  readonly synced: number
  /** The newest `seq` heard of. */
  readonly head: number
  /** There are older messages. */
  readonly hasMore: boolean
  readonly cursors: ReadonlyMap<string, ReadCursor>
  /** Who is in a group, sorted; unknown before the first page. */
  readonly memberIds: string[] | undefined
  /** The reader was taken out of the group. */
  readonly isRemoved: boolean
  readonly unreadCount: number
}

export const emptyLog = (me: string, isGroup = false): ChatLog => ({
  me,
  isGroup,
  messages: [],
  held: new Map(),
  unplaced: [],
  isLoaded: false,
  synced: 0,
  head: 0,
  hasMore: false,
  cursors: new Map(),
  memberIds: undefined,
  isRemoved: false,
  unreadCount: 0,
})

/** True when the server has entries that were not seen, so that it is time to sync. */
export const isBehind = (log: ChatLog): boolean => log.isLoaded && log.head > log.synced

/** An entry that arrived live, or a message that was just stored. Twice is as good as once. */
export function receive(log: ChatLog, entry: LogEntry): ChatLog {
  if (log.isLoaded && entry.seq <= log.synced) return log
  const held = new Map(log.held).set(entry.seq, entry)
  return recount(log, release({ ...log, held, head: Math.max(log.head, entry.seq) }))
}

/** A message as the answer to changing it shows it: newer than the log, or nothing new. */
export function revise(log: ChatLog, message: Message): ChatLog {
  const isOlder = ({ _id, rev = 0 }: Message) => _id === message._id && rev < (message.rev ?? 0)
  if (!log.messages.some(isOlder)) return log
  const revised = toChatMessage(log, message)
  return recount(log, { ...log, messages: log.messages.map((it) => (isOlder(it) ? revised : it)) })
}

/**
 * The newest page; replaces whatever was there. Its `head` may have been read a moment later than
 * its messages: what lies between is then synced.
 */
export function applyPage(
  log: ChatLog,
  page: Omit<MessageHistoryResult, 'conversationId'>,
  synced = page.messages.at(-1)?.seq ?? 0,
): ChatLog {
  const { messages, hasMore, head, memberIds } = page
  const next = release({
    ...log,
    isLoaded: true,
    isRemoved: false,
    messages: messages.map((message) => toChatMessage(log, message)),
    unplaced: [],
    synced,
    hasMore,
    memberIds: memberIds && sameMembers(log.memberIds, memberIds),
    head: Math.max(head, synced, ...log.held.keys()),
  })
  return withAnswer(next, page)
}

/** A page of older messages, asked for by the `seq` of the oldest one here. */
export function applyOlder(log: ChatLog, page: MessageHistoryResult): ChatLog {
  const oldest = log.messages[0]?.seq ?? Infinity
  const older = page.messages
    .filter(({ seq }) => seq < oldest)
    .map((message) => toChatMessage(log, applyChanges(message, log.unplaced)))
  // Whatever is loaded from now on was read after those changes.
  const next = { ...log, messages: [...older, ...log.messages], unplaced: [] }
  return withAnswer({ ...next, hasMore: page.hasMore }, page)
}

/** The answer to a sync after `synced`. */
export function applySync(log: ChatLog, answer: SyncedConversation): ChatLog {
  const { entries, head, hasMore, reset } = answer
  const last = entries.at(-1)?.seq
  const memberIds = membersAfter(log, answer)
  if (reset) {
    const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
    const hasOlder = (messages[0]?.seq ?? 1) > 1
    // It is as of `head`; changes may follow its last message.
    return applyPage(log, { ...answer, messages, hasMore: hasOlder, memberIds }, head)
  }
  // Nothing left although something was announced: the server's word counts.
  const isComplete = last === undefined && !hasMore
  const fresh = entries.filter(({ seq }) => seq > log.synced)
  const next = release({
    ...applyEntries(log, fresh),
    memberIds,
    synced: Math.max(log.synced, last ?? (isComplete ? head : 0)),
    head: isComplete && log.held.size === 0 ? head : Math.max(log.head, head),
  })
  // Whoever is answered has access.
  return withAnswer({ ...next, isRemoved: false }, answer)
}

/** Somebody has read up to `upTo`: the others' messages, as far as they concern the reader. */
export function applyCursor(log: ChatLog, cursor: ReadCursor): ChatLog {
  const next = moveCursor(log, cursor)
  return next === log ? log : withCount(next, log.unreadCount)
}

/** The server looks the members up before it reads the entries, which may know more. */
function membersAfter(log: ChatLog, { entries, head, hasMore, memberIds }: SyncedConversation) {
  // A part that ends before what was seen would bring back who has left since.
  const upTo = hasMore ? (entries.at(-1)?.seq ?? 0) : head
  const isNews = memberIds !== undefined && upTo >= log.synced
  const start = isNews ? sameMembers(log.memberIds, memberIds) : log.memberIds
  const changes = entries.filter((entry): entry is MemberEntry => entry.kind === 'member')
  const fresh = isNews ? changes : changes.filter(({ seq }) => seq > log.synced)
  const after = fresh.reduce(applyMembers, start)
  return after && sameMembers(log.memberIds, after)
}

function withAnswer(
  log: ChatLog,
  { cursors, unreadCount, head }: Pick<SyncedConversation, 'cursors' | 'unreadCount' | 'head'>,
): ChatLog {
  const next = cursors.reduce(applyCursor, log)
  const cursor = next.cursors.get(next.me)?.upTo ?? 0
  return withCount(next, unreadCount + countUnread(next, Math.max(head, cursor)))
}

/** Moves what was held into the log, as far as it follows without a gap. */
function release(log: ChatLog): ChatLog {
  if (!log.isLoaded || log.held.size === 0) return log
  const ready: LogEntry[] = []
  for (let seq = log.synced + 1, entry; (entry = log.held.get(seq)); seq++) ready.push(entry)
  const synced = log.synced + ready.length
  const held = new Map([...log.held].filter(([seq]) => seq > synced))
  return applyEntries({ ...log, held, synced }, ready)
}
