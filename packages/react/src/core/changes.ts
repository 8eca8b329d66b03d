import {
  applyChange,
  type ChangeEntry,
  type ErrorCode,
  type Message,
  type Metadata,
} from '@monhub/realtime-protocol'
import type { ChatMessage } from './chatMessage'
import type { Client } from './client'
import { isRetryable, RealtimeError, toRealtimeError } from './errors'
import { createLine } from './line'
import { quiet } from './quiet'
import { createTimer, isoNow, type Timer } from './timer'

/** What one wants of a message, as the request for it says. */
export type Wish =
  | { kind: 'edit'; text: string; metadata?: Metadata }
  | { kind: 'delete' }
  | { kind: 'react'; reaction: string; remove?: boolean }

interface Pending {
  messageId: string
  wish: Wish
  createdAt: string
  resolve(message: Message): void
  reject(error: RealtimeError): void
  deadline: Timer
  lastError?: RealtimeError
}

interface ChangesPorts {
  client: Client
  conversationId: string
  /** The stored message's id; `undefined` while the server does not have the message. */
  idOf(messageId: string): string | undefined
  onChange(): void
  /** The message as it is after a change; `onChange` is not called then. */
  onAnswer(message: Message): void
}

/** One's own changes of a conversation's messages, until the server has them; sent in order. */
export function createChanges({ client, conversationId, idOf, onChange, onAnswer }: ChangesPorts) {
  let queue: readonly Pending[] = []
  let isClosed = false
  const line = createLine(client, sendNext)
  const { clock } = client.platform

  async function sendNext(): Promise<boolean> {
    const next = queue.find(({ messageId }) => idOf(messageId) !== undefined)
    const messageId = next && idOf(next.messageId)
    if (!next || messageId === undefined) return false
    const { kind, ...content } = next.wish
    try {
      const { message } = await client.request(`message:${kind}`, { messageId, ...content })
      take(next)
      next.resolve(message)
      onAnswer(message)
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (isRetryable(error)) {
        next.lastError = error
        throw error
      }
      undo(next, error)
    }
    return true
  }

  function take(pending: Pending) {
    pending.deadline.clear()
    queue = queue.filter((other) => other !== pending)
  }

  function undo(pending: Pending, error: RealtimeError) {
    take(pending)
    pending.reject(error)
    onChange()
  }

  function preview(message: ChatMessage, { wish, createdAt }: Pending): ChatMessage {
    const { rev } = message
    const entry: ChangeEntry = {
      ...{ conversationId, actorId: client.userId, createdAt, seq: Infinity },
      ...{ targetId: message._id, targetSeq: message.seq },
      ...(wish.kind === 'react'
        ? { kind: 'reaction', reaction: wish.reaction, isRemoved: wish.remove ?? false }
        : wish),
    }
    const { rev: _, ...after }: ChatMessage = applyChange({ ...message, rev: 0 }, entry)
    return { ...after, ...(rev !== undefined && { rev }) }
  }

  client.onClose(() => {
    isClosed = true
    for (const pending of queue) undo(pending, ended())
  })

  return {
    /** Changes whenever a wish came or went. */
    pending: (): unknown => queue,
    /** The messages as they will be once all wishes are granted. */
    overlay(messages: ChatMessage[]): ChatMessage[] {
      if (queue.length === 0) return messages
      const isMeant = (message: ChatMessage, { messageId }: Pending) =>
        messageId === message._id ||
        (messageId === message.clientId && message.senderId === client.userId)
      return messages.map((message) =>
        queue.filter((pending) => isMeant(message, pending)).reduce(preview, message),
      )
    },
    add(messageId: string, wish: Wish): Promise<Message> {
      const result = new Promise<Message>((resolve, reject) => {
        const deadline = createTimer(clock)
        const createdAt = isoNow(clock)
        const pending: Pending = { messageId, wish, createdAt, resolve, reject, deadline }
        deadline.set(client.sendTimeoutMs, () =>
          undo(pending, pending.lastError ?? because('TIMEOUT', 'it could not be sent in time')),
        )
        queue = [...queue, pending]
        if (isClosed) undo(pending, ended())
      })
      onChange()
      line.pump()
      return quiet(result)
    },
    pump: () => queue.length > 0 && line.pump(),
  }
}

const ended = () => because('DISCONNECTED', 'the session has ended')

const because = (code: ErrorCode, reason: string) =>
  new RealtimeError({ code, message: `unable to change the message; ${reason}` })
