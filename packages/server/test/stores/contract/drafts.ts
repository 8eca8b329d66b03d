import { directConversationId, type Metadata } from '@monhub/realtime-protocol'
import type { ChangeDraft, MessageDraft, RealtimeStore } from '../../../src/stores/types'

let count = 0
/** A client id no other call gave. */
export const freshId = () => `c${++count}`

/** A direct message. */
export const direct = (
  senderId: string,
  receiverId: string,
  more: Partial<MessageDraft> = {},
): MessageDraft => ({
  conversationId: directConversationId(senderId, receiverId),
  senderId,
  receiverId,
  clientId: freshId(),
  text: 'Hello',
  fingerprint: 'hello',
  memberIds: [senderId, receiverId],
  ...more,
})

/** A message to a group. */
export const group = (
  conversationId: string,
  senderId: string,
  memberIds: readonly string[],
  more: Partial<MessageDraft> = {},
): MessageDraft => ({
  conversationId,
  senderId,
  clientId: freshId(),
  text: 'Hello',
  fingerprint: 'hello',
  memberIds,
  ...more,
})

export const annAndBob = directConversationId('ann', 'bob')

/** Appends `count` messages from ann to bob, one after the other: `seq` 1 … count in a new store. */
export async function fill(store: RealtimeStore, count: number, senderId = 'ann') {
  const receiverId = senderId === 'ann' ? 'bob' : 'ann'
  for (let i = 1; i <= count; i++) {
    await store.append(direct(senderId, receiverId, { text: `${senderId} ${i}` }))
  }
}

export const seqsOf = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq)

/** from, from + 1 … to */
export const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** Whole milliseconds may pass between two answers of one store; waits for the next one. */
export async function nextMillisecond() {
  const now = Date.now()
  while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve))
}

interface Target {
  conversationId: string
  _id: string
  senderId?: string
}
const at = ({ conversationId, _id }: Target, actorId: string) => ({
  conversationId,
  targetId: _id,
  actorId,
})

/** An edit by the sender. */
export const edit = (
  target: Target,
  text: string,
  { by = target.senderId ?? 'ann', metadata }: { by?: string; metadata?: Metadata } = {},
): ChangeDraft => ({ kind: 'edit', ...at(target, by), text, ...(metadata && { metadata }) })

export const remove = (target: Target, by = target.senderId ?? 'ann'): ChangeDraft => ({
  kind: 'delete',
  ...at(target, by),
})

export const react = (
  target: Target,
  by: string,
  reaction: string,
  isRemoved = false,
): ChangeDraft => ({
  kind: 'reaction',
  ...at(target, by),
  reaction,
  ...(isRemoved && { isRemoved }),
})
