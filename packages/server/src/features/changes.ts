import { isDeepStrictEqual } from 'node:util'
import {
  LIMITS,
  type ChangeEntry,
  type MemberEntry,
  type Message,
  type MessageChangeResult,
  type MessageDeleteRequest,
  type MessageEditRequest,
  type MessageReactRequest,
} from '@monhub/realtime-protocol'
import type { Conversation, Conversations } from '../conversations'
import { realtimeError } from '../errors'
import { modernRoom } from '../rooms'
import type { ChangeDraft, LogStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import type { SendHooks } from './hooks'
import { createInOrder } from './inOrder'

/** Application code speaks for itself; a client only for its own messages. */
export type Speaker = 'app' | 'client'

type Change<Request> = (by: string, request: Request, as: Speaker) => Promise<MessageChangeResult>

export interface Changes {
  edit: Change<MessageEditRequest>
  remove: Change<MessageDeleteRequest>
  react: Change<MessageReactRequest>
}

interface ChangeParts {
  nsp: RealtimeNamespace
  store: LogStore
  conversations: Conversations
  hooks: SendHooks
}

/** Says what is to be written, or nothing where the message is like that already. */
type Plan = (message: Message, conversation: Conversation) => Promise<Planned> | Planned
type Planned = Omitted<ChangeDraft> | undefined
type Omitted<Draft> = Draft extends unknown
  ? Omit<Draft, 'conversationId' | 'targetId' | 'actorId' | 'wantsMember'>
  : never

/** Editing, deleting and reacting: entries of the same log as the messages they change. */
export function createChanges({ nsp, store, conversations, hooks }: ChangeParts): Changes {
  const inOrder = createInOrder()

  const open = async (
    by: string,
    action: 'edit' | 'delete' | 'react',
    message: Message | undefined,
    as: Speaker,
  ) => {
    if (!message) throw notFound()
    const { conversationId } = message
    if (as === 'app') return conversations.find(conversationId)
    const conversation = await conversations.mayOpen(by, action, { conversationId })
    if (!conversation) throw notFound()
    if (action !== 'react' && message.senderId !== by) {
      throw realtimeError('FORBIDDEN', 'Only its sender may edit or delete a message.')
    }
    return conversation
  }

  const change = (
    by: string,
    action: 'edit' | 'delete' | 'react',
    messageId: string,
    as: Speaker,
    plan: Plan,
  ) =>
    inOrder(`${by} ${messageId}`, async () => {
      const [message] = await store.messages([messageId])
      const conversation = await open(by, action, message, as)
      if (!message) throw notFound()
      const planned = await plan(message, conversation)
      if (!planned) return { message }
      const { id: conversationId } = conversation
      const wantsMember = as === 'client' && conversations.areMembersStored(conversation)
      const place = { conversationId, targetId: messageId, actorId: by, wantsMember }
      const changed = await store.change({ ...planned, ...place })
      if (!changed) throw notFound()
      announceEntry(nsp, await conversations.find(conversationId), changed.entry)
      return { message: changed.message }
    })

  return {
    edit: (by, { messageId, text, metadata }, as) =>
      change(by, 'edit', messageId, as, async (message, conversation) => {
        assertThere(message)
        const { conversationId, senderId, receiverId, clientId } = message
        const place = { conversationId, senderId, receiverId, clientId }
        const wanted = { ...place, text, metadata: metadata ?? message.metadata }
        const body = await hooks.before(wanted, conversation, message)
        const isSame =
          body.text === message.text && isDeepStrictEqual(body.metadata, message.metadata)
        if (isSame) return undefined
        return {
          kind: 'edit',
          text: body.text,
          ...(body.metadata && { metadata: body.metadata }),
        }
      }),
    remove: (by, { messageId }, as) =>
      change(by, 'delete', messageId, as, ({ deletedAt }) =>
        deletedAt === undefined ? { kind: 'delete' } : undefined,
      ),
    react: (by, { messageId, reaction, remove = false }, as) =>
      change(by, 'react', messageId, as, (message) => {
        assertThere(message)
        const reactions = new Map(Object.entries(message.reactions ?? {}))
        const isThere = reactions.get(reaction)?.includes(by) ?? false
        if (isThere !== remove) return undefined
        if (!remove && !reactions.has(reaction) && reactions.size >= LIMITS.reactionsPerMessage) {
          throw realtimeError(
            'CONFLICT',
            `A message takes ${LIMITS.reactionsPerMessage} different reactions; use one it has.`,
          )
        }
        return { kind: 'reaction', reaction, ...(remove && { isRemoved: true }) }
      }),
  }
}

/** Tells v2 connections of the members, and of others whom the entry concerns. */
export function announceEntry(
  nsp: RealtimeNamespace,
  { memberIds }: Conversation,
  entry: ChangeEntry | MemberEntry,
): void {
  const concerned = entry.kind === 'member' ? [...entry.added, ...entry.removed] : []
  const userIds = new Set([...memberIds, ...concerned])
  if (userIds.size > 0) nsp.to([...userIds].map(modernRoom)).emit('message:entry', entry)
}

function assertThere({ deletedAt }: Message): void {
  if (deletedAt === undefined) return
  throw realtimeError('CONFLICT', 'This message was deleted and cannot be changed.')
}

const notFound = () => realtimeError('NOT_FOUND', 'There is no such message for you to change.')
