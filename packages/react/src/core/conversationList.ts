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
import { distinct } from './distinct'
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
  const { next, unreadTotal } = page
  const fresh = page.conversations.map((item) => {
    const old = find(list, item)
    return old && isNewer(old, item) ? old : item
  })
  const older = next === undefined ? [] : list.conversations
  const conversations = distinct([...fresh, ...older], idOf)
  const isLonger = conversations.length > fresh.length
  return { ...list, conversations, next: isLonger ? list.next : next, unreadTotal }
}

export const applyNext = (
  list: ConversationList,
  { conversations, next, unreadTotal }: ConversationListResult,
): ConversationList => ({
  ...list,
  conversations: distinct([...list.conversations, ...conversations], idOf),
  next,
  unreadTotal,
})

export function applyMessage(list: ConversationList, message: Message, me: string): Step {
  const old = find(list, message)
  if (!old) return { list, isCertain: false }
  if (message.seq <= (old.lastMessage?.seq ?? 0)) return { list, isCertain: true }
  const added = message.senderId === me ? 0 : 1
  const others = list.conversations.filter((other) => other !== old)
  return change(
    { ...list, conversations: [old, ...others] },
    old,
    { lastMessage: message, unreadCount: cap(old.unreadCount + added) },
    message.seq === headOf(list, old) + 1,
  )
}

/** A change of a message, or of who is in a group. */
export function applyEntry(
  list: ConversationList,
  entry: ChangeEntry | MemberEntry,
  me: string,
): Step {
  const { conversationId, seq } = entry
  const isMember = entry.kind === 'member'
  const old = find(list, entry)
  if (!old) return { list, isCertain: !(isMember && entry.added.includes(me)) }
  if (isMember && entry.removed.includes(me)) return change(list, old, undefined)
  const head = headOf(list, old)
  if (seq <= head) return { list, isCertain: true }
  // What was deleted may have been counted.
  const isCounted = entry.kind !== 'delete' || old.unreadCount === 0
  return change(
    { ...list, heads: new Map(list.heads).set(conversationId, seq) },
    old,
    isMember
      ? { memberIds: applyMembers(old.memberIds, entry) }
      : { lastMessage: old.lastMessage && applyChange(old.lastMessage, entry) },
    seq === head + 1 && isCounted,
  )
}

export function applyRead(list: ConversationList, read: MessageRead, me: string): Step {
  const { readBy, readAt, upTo } = read
  const isMine = readBy === me
  const old = find(list, read)
  if (!old) return { list, isCertain: !isMine }
  const { lastMessage, unreadCount } = old
  const coversAll = upTo >= (lastMessage?.seq ?? 0)
  if (isMine && unreadCount > 0)
    return coversAll ? change(list, old, { unreadCount: 0 }) : { list, isCertain: false }
  if (isMine || !coversAll || lastMessage?.senderId !== me || lastMessage.isRead)
    return { list, isCertain: true }
  return change(list, old, { lastMessage: { ...lastMessage, isRead: true, readAt } })
}

/** Changes a conversation, or without a patch takes it out; the total follows its count. */
function change(
  list: ConversationList,
  old: ConversationSummary,
  patch: Partial<ConversationSummary> | undefined,
  isCertain = true,
): Step {
  const changed = patch ? [{ ...old, ...patch }] : []
  const added = (changed[0]?.unreadCount ?? 0) - old.unreadCount
  // Of a total that was capped nobody knows what it is without a part of it.
  const isKnown = added >= 0 || list.unreadTotal < CLIENT_LIMITS.unreadCap
  return {
    list: {
      ...list,
      conversations: list.conversations.flatMap((item) => (item === old ? changed : item)),
      unreadTotal: isKnown ? cap(list.unreadTotal + added) : list.unreadTotal,
    },
    isCertain: isCertain && isKnown,
  }
}

const idOf = ({ conversationId }: { conversationId: string }) => conversationId

const find = ({ conversations }: ConversationList, of: { conversationId: string }) =>
  conversations.find(({ conversationId }) => conversationId === of.conversationId)

/** The newest `seq` known of: a message that does not follow it comes after something missed. */
const headOf = (
  { heads }: ConversationList,
  { conversationId, lastMessage }: ConversationSummary,
) => Math.max(heads.get(conversationId) ?? 0, lastMessage?.seq ?? 0, lastMessage?.rev ?? 0)

const isNewer = (
  { lastMessage: a }: ConversationSummary,
  { lastMessage: b }: ConversationSummary,
) => ((a?.seq ?? 0) - (b?.seq ?? 0) || (a?.rev ?? 0) - (b?.rev ?? 0)) > 0

const cap = (count: number) => Math.min(Math.max(0, count), CLIENT_LIMITS.unreadCap)
