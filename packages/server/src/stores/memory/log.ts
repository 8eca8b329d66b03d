import { randomUUID } from 'node:crypto'
import {
  applyChange,
  type ChangeEntry,
  type EditEntry,
  type LogEntry,
  type MemberEntry,
  type Message,
  withoutText,
} from '@monhub/realtime-protocol'
import type { Appended, ChangeDraft, HistoryQuery, MessageDraft } from '../types'
import { now } from './clock'
import type { Conversation, Conversations } from './conversations'
import {
  handOutChange,
  handOutMessage,
  keepChange,
  replaceKept,
  toJson,
  type KeptEntry,
  type KeptMessage,
} from './keep'

export type Log = ReturnType<typeof createLog>

/** `byId` holds every message that is kept, over all conversations. */
export function createLog(
  conversations: Conversations,
  byId: Map<string, KeptMessage>,
  maxEntries: number,
) {
  function append(draft: MessageDraft): Appended | undefined {
    const { conversationId, senderId, clientId, receiverId, text, fingerprint, memberIds } = draft
    const key = clientKey(draft)
    const found = conversations.find(conversationId)
    const first = found?.byClientId.get(key)
    if (first) {
      const kept = first.fingerprint
      const message = handOutMessage(first)
      return { message, duplicate: true, ...(kept !== undefined && { fingerprint: kept }) }
    }
    if (!memberIds && !found?.memberIds.has(senderId)) return undefined

    // Before anything is changed: metadata that is not JSON throws.
    const metadata = toJson(draft.metadata)
    const conversation = conversations.touch(conversationId)
    if (memberIds) conversations.list(conversation, memberIds)
    const message: KeptMessage = {
      kind: 'message',
      _id: randomUUID(),
      conversationId,
      seq: ++conversation.head,
      clientId,
      senderId,
      ...(receiverId !== undefined && { receiverId }),
      text,
      ...(metadata !== undefined && { metadata }),
      createdAt: now(),
      isRead: false,
      fingerprint,
    }
    conversation.byClientId.set(key, message)
    byId.set(message._id, message)
    conversation.messages.push(message)
    push(conversation, message)
    return { message: handOutMessage(message), duplicate: false }
  }

  function push(conversation: Conversation, entry: KeptEntry) {
    conversation.entries.push(entry)
    if (conversation.entries.length > maxEntries) dropOldest(conversation)
  }

  function dropOldest({ entries, messages, byClientId }: Conversation) {
    const oldest = entries.shift()
    if (oldest?.kind !== 'message') return
    messages.shift()
    byClientId.delete(clientKey(oldest))
    byId.delete(oldest._id)
  }

  function change({ wantsMember, ...draft }: ChangeDraft) {
    const target = byId.get(draft.targetId)
    const conversation = conversations.find(draft.conversationId)
    if (!conversation || target?.conversationId !== draft.conversationId) return undefined
    if (wantsMember && !conversation.memberIds.has(draft.actorId)) return undefined
    const entry: ChangeEntry = {
      ...(draft.kind === 'edit' && target.deletedAt ? withoutText(draft) : draft),
      seq: conversation.head + 1,
      targetSeq: target.seq,
      createdAt: new Date().toISOString(),
    }
    const kept = keepChange(entry)
    conversation.head = entry.seq
    if (entry.kind !== 'reaction' && !target.deletedAt) {
      forgetText(conversation, target.editSeq)
      target.editSeq = entry.seq
    }
    if (entry.kind === 'delete') delete target.fingerprint
    replaceKept(target, applyChange(handOutMessage(target), handOutChange(kept) as ChangeEntry))
    push(conversation, kept)
    return { entry: handOutChange(kept) as ChangeEntry, message: handOutMessage(target) }
  }

  /** Takes the text out of an edit that another one has replaced. */
  function forgetText({ entries }: Conversation, editSeq: number | undefined) {
    const edit = editSeq === undefined ? undefined : entries[placeOf(entries, editSeq)]
    if (edit?.kind !== 'change' || edit.seq !== editSeq) return
    edit.json = JSON.stringify(withoutText(handOutChange(edit) as EditEntry))
  }

  function addMemberEntry(conversation: Conversation, change: MemberChange): MemberEntry {
    const entry: MemberEntry = {
      kind: 'member',
      conversationId: conversation.id,
      seq: ++conversation.head,
      ...change,
      createdAt: new Date().toISOString(),
    }
    push(conversation, keepChange(entry))
    return entry
  }

  function history({ conversationId, before, after, around, limit }: HistoryQuery) {
    const { messages = [], head = 0 } = conversations.find(conversationId) ?? {}
    const place = (seq: number) => firstMessageFrom(messages, seq)
    const page = (start: number, end: number) => messages.slice(start, end).map(handOutMessage)

    if (after !== undefined) {
      const start = place(after + 1)
      const end = start + limit
      return { messages: page(start, end), hasMore: end < messages.length, head }
    }
    const end =
      around === undefined
        ? place(before ?? Infinity)
        : Math.min(Math.max(0, place(around) - Math.floor(limit / 2)) + limit, messages.length)
    const start = Math.max(0, end - limit)
    return { messages: page(start, end), hasMore: start > 0, head }
  }

  function entries(query: { conversationId: string; after: number; limit: number }) {
    const { entries: all = [], head = 0 } = conversations.find(query.conversationId) ?? {}
    const start = placeOf(all, query.after + 1)
    const end = start + query.limit
    return { entries: all.slice(start, end).map(toEntry), hasMore: end < all.length, head }
  }

  function messages(ids: readonly string[]): Message[] {
    return [...new Set(ids)].flatMap((id) => {
      const message = byId.get(id)
      return message ? [handOutMessage(message)] : []
    })
  }

  return { append, change, addMemberEntry, dropOldest, history, entries, messages }
}

type MemberChange = Pick<MemberEntry, 'actorId' | 'added' | 'removed'>

/** Index of the first entry at or after `seq`; entries have no gaps. */
export function placeOf(entries: readonly KeptEntry[], seq: number): number {
  const first = entries[0]?.seq ?? 0
  return Math.min(Math.max(0, seq - first), entries.length)
}

/** The same for messages, which have. */
export function firstMessageFrom(messages: readonly KeptMessage[], seq: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.seq ?? Infinity) < seq) low = middle + 1
    else high = middle
  }
  return low
}

const toEntry = (kept: KeptEntry): LogEntry => {
  if (kept.kind === 'change') return handOutChange(kept)
  const message = handOutMessage(kept)
  const { conversationId, seq } = message
  return { kind: 'message', conversationId, seq, message }
}

/** No user id has a space in it. */
const clientKey = ({ senderId, clientId }: { senderId: string; clientId: string }) =>
  `${senderId} ${clientId}`
