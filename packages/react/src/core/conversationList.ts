import {
  applyChange,
  CLIENT_LIMITS,
  type ChangeEntry,
  type ConversationListResult,
  type ConversationSummary,
  type MemberEntry,
  type Message,
  type MessageRead,
} from '@monhub/realtime-protocol'
import { applyMembers } from './logEntries'

/** The loaded part of the list. Every function here is pure. */
export interface ConversationList {
  /** Newest activity first. */
  conversations: ConversationSummary[]
  /** Cursor of the next page. */
  next: string | undefined
  unreadTotal: number
  /** The newest `seq` heard of in each conversation, where that is not of its last message. */
  heads: ReadonlyMap<string, number>
}

/** A change, and whether the counts are known to be right after it. */
export interface Step {
  list: ConversationList
  isCertain: boolean
}

export const emptyList: ConversationList = {
  conversations: [],
  next: undefined,
  unreadTotal: 0,
  heads: new Map(),
}

/** The newest page: what it does not hold stays, as far as it is older. */
export function applyNewest(
  list: ConversationList,
  page: ConversationListResult,
): ConversationList {
  const known = new Map(list.conversations.map((item) => [item.conversationId, item]))
  const fresh = page.conversations.map((item) => {
    const old = known.get(item.conversationId)
    known.delete(item.conversationId)
    return old && isNewer(old, item) ? old : item
  })
  const older = page.next === undefined ? [] : [...known.values()]
  return {
    ...list,
    conversations: [...fresh, ...older],
    next: older.length > 0 ? list.next : page.next,
    unreadTotal: page.unreadTotal,
  }
}

export function applyNext(list: ConversationList, page: ConversationListResult): ConversationList {
  const known = new Set(list.conversations.map(({ conversationId }) => conversationId))
  const fresh = page.conversations.filter(({ conversationId }) => !known.has(conversationId))
  return {
    ...list,
    conversations: [...list.conversations, ...fresh],
    next: page.next,
    unreadTotal: page.unreadTotal,
  }
}

export function applyMessage(list: ConversationList, message: Message, me: string): Step {
  const old = list.conversations.find((item) => item.conversationId === message.conversationId)
  if (!old) return { list, isCertain: false }
  if (message.seq <= (old.lastMessage?.seq ?? 0)) return { list, isCertain: true }
  const added = message.senderId === me ? 0 : 1
  const item = { ...old, lastMessage: message, unreadCount: cap(old.unreadCount + added) }
  const others = list.conversations.filter((other) => other !== old)
  return {
    list: {
      ...list,
      conversations: [item, ...others],
      unreadTotal: cap(list.unreadTotal + added),
    },
    isCertain: message.seq === headOf(list, old) + 1,
  }
}

/** A change of a message, or of who is in a group. */
export function applyEntry(
  list: ConversationList,
  entry: ChangeEntry | MemberEntry,
  me: string,
): Step {
  const { conversationId, seq } = entry
  const isMember = entry.kind === 'member'
  const old = list.conversations.find((item) => item.conversationId === conversationId)
  if (!old) return { list, isCertain: !(isMember && entry.added.includes(me)) }
  if (isMember && entry.removed.includes(me)) return without(list, old)
  const head = headOf(list, old)
  if (seq <= head) return { list, isCertain: true }
  const patch = isMember
    ? { memberIds: applyMembers(old.memberIds, entry) }
    : { lastMessage: old.lastMessage && applyChange(old.lastMessage, entry) }
  // What was deleted may have been counted.
  const isCounted = entry.kind !== 'delete' || old.unreadCount === 0
  return {
    list: { ...replace(list, old, patch), heads: new Map(list.heads).set(conversationId, seq) },
    isCertain: seq === head + 1 && isCounted,
  }
}

export function applyRead(list: ConversationList, read: MessageRead, me: string): Step {
  const old = list.conversations.find((item) => item.conversationId === read.conversationId)
  if (!old) return { list, isCertain: read.readBy !== me }
  const { lastMessage, unreadCount } = old
  const coversAll = read.upTo >= (lastMessage?.seq ?? 0)
  if (read.readBy !== me) {
    if (!lastMessage || !coversAll || lastMessage.senderId !== me || lastMessage.isRead)
      return { list, isCertain: true }
    const readMessage = { ...lastMessage, isRead: true, readAt: read.readAt }
    return { list: replace(list, old, { lastMessage: readMessage }), isCertain: true }
  }
  if (unreadCount === 0) return { list, isCertain: true }
  if (!coversAll) return { list, isCertain: false }
  const { unreadTotal, isCertain } = lessUnread(list, unreadCount)
  return { list: { ...replace(list, old, { unreadCount: 0 }), unreadTotal }, isCertain }
}

function without(list: ConversationList, gone: ConversationSummary): Step {
  const { unreadTotal, isCertain } = lessUnread(list, gone.unreadCount)
  const conversations = list.conversations.filter((item) => item !== gone)
  return { list: { ...list, conversations, unreadTotal }, isCertain }
}

/** Of a total that was capped nobody knows what it is without a part of it. */
function lessUnread({ unreadTotal }: ConversationList, count: number) {
  const isCertain = count === 0 || unreadTotal < CLIENT_LIMITS.unreadCap
  return { unreadTotal: isCertain ? Math.max(0, unreadTotal - count) : unreadTotal, isCertain }
}

/** The newest `seq` known of: a message that does not follow it comes after something missed. */
const headOf = (
  { heads }: ConversationList,
  { conversationId, lastMessage }: ConversationSummary,
) => Math.max(heads.get(conversationId) ?? 0, lastMessage?.seq ?? 0, lastMessage?.rev ?? 0)

const isNewer = (a: ConversationSummary, b: ConversationSummary) => {
  const [x, y] = [a.lastMessage, b.lastMessage]
  const bySeq = (x?.seq ?? 0) - (y?.seq ?? 0)
  return (bySeq || (x?.rev ?? 0) - (y?.rev ?? 0)) > 0
}

const cap = (count: number) => Math.min(count, CLIENT_LIMITS.unreadCap)

const replace = (
  list: ConversationList,
  old: ConversationSummary,
  patch: Partial<ConversationSummary>,
): ConversationList => ({
  ...list,
  conversations: list.conversations.map((item) => (item === old ? { ...old, ...patch } : item)),
})
