import {
  LIMITS,
  type ConversationListResult,
  type ConversationSummary,
  type Message,
  type MessageRead,
} from '@monhub/realtime-protocol'

/** The loaded part of the list. Every function here is pure. */
export interface ConversationList {
  /** Newest activity first. */
  conversations: ConversationSummary[]
  /** Cursor of the next page. */
  next: string | undefined
  unreadTotal: number
}

/** A change, and whether the counts are known to be right after it. */
export interface Step {
  list: ConversationList
  isCertain: boolean
}

export const emptyList: ConversationList = { conversations: [], next: undefined, unreadTotal: 0 }

/** The newest page: what it does not hold stays, as far as it is older. */
export function applyNewest(
  list: ConversationList,
  page: ConversationListResult,
): ConversationList {
  const known = new Map(list.conversations.map((item) => [item.conversationId, item]))
  const fresh = page.conversations.map((item) => {
    const old = known.get(item.conversationId)
    known.delete(item.conversationId)
    return old && old.lastMessage.seq > item.lastMessage.seq ? old : item
  })
  const older = page.next === undefined ? [] : [...known.values()]
  return {
    conversations: [...fresh, ...older],
    next: older.length > 0 ? list.next : page.next,
    unreadTotal: page.unreadTotal,
  }
}

export function applyNext(list: ConversationList, page: ConversationListResult): ConversationList {
  const known = new Set(list.conversations.map(({ conversationId }) => conversationId))
  const fresh = page.conversations.filter(({ conversationId }) => !known.has(conversationId))
  return {
    conversations: [...list.conversations, ...fresh],
    next: page.next,
    unreadTotal: page.unreadTotal,
  }
}

export function applyMessage(list: ConversationList, message: Message, me: string): Step {
  const old = list.conversations.find((item) => item.conversationId === message.conversationId)
  if (!old) return { list, isCertain: false }
  if (message.seq <= old.lastMessage.seq) return { list, isCertain: true }
  const added = message.senderId === me ? 0 : 1
  const item = { ...old, lastMessage: message, unreadCount: cap(old.unreadCount + added) }
  const others = list.conversations.filter((other) => other !== old)
  return {
    list: {
      ...list,
      conversations: [item, ...others],
      unreadTotal: cap(list.unreadTotal + added),
    },
    isCertain: message.seq === old.lastMessage.seq + 1,
  }
}

export function applyRead(list: ConversationList, read: MessageRead, me: string): Step {
  const old = list.conversations.find((item) => item.conversationId === read.conversationId)
  if (!old) return { list, isCertain: read.readBy !== me }
  const { lastMessage, unreadCount } = old
  const coversAll = read.upTo >= lastMessage.seq
  if (read.readBy !== me) {
    const isNews = coversAll && lastMessage.senderId === me && !lastMessage.isRead
    const readMessage = { ...lastMessage, isRead: true, readAt: read.readAt }
    return {
      list: isNews ? replace(list, old, { lastMessage: readMessage }) : list,
      isCertain: true,
    }
  }
  if (unreadCount === 0) return { list, isCertain: true }
  if (!coversAll) return { list, isCertain: false }
  const isCapped = list.unreadTotal >= LIMITS.unreadCap
  const unreadTotal = isCapped ? list.unreadTotal : Math.max(0, list.unreadTotal - unreadCount)
  return {
    list: { ...replace(list, old, { unreadCount: 0 }), unreadTotal },
    isCertain: !isCapped,
  }
}

const cap = (count: number) => Math.min(count, LIMITS.unreadCap)

const replace = (
  list: ConversationList,
  old: ConversationSummary,
  patch: Partial<ConversationSummary>,
): ConversationList => ({
  ...list,
  conversations: list.conversations.map((item) => (item === old ? { ...old, ...patch } : item)),
})
