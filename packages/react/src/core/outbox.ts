import type { ErrorCode, Message, MessageSendResult, Metadata } from '@monhub/realtime-protocol'
import { backoffMs } from './backoff'
import { pendingMessage, type ChatMessage } from './chatMessage'
import { createClientId } from './clientId'
import { isRetryable, RealtimeError, toRealtimeError, toWireError } from './errors'

export interface SendOptions {
  /** JSON the app attaches to the message. */
  metadata?: Metadata
}

export interface Outbox {
  /** Unsent messages, oldest first. */
  items(): ChatMessage[]
  /** Shows the message at once; the promise gives the stored one, or why it `failed`. */
  enqueue(text: string, options?: SendOptions): Promise<Message>
  retry(clientId: string): void
  discard(clientId: string): void
  /** Forgets the messages that the log shows by now. */
  settle(stored: (clientId: string) => Message | undefined): void
  /** There is a connection again: nothing waits any longer. */
  resume(): void
  close(): void
}

export interface OutboxPorts {
  conversationId: string
  senderId: string
  /** How long a message stays `sending`. */
  sendTimeoutMs: number
  send(item: ChatMessage): Promise<MessageSendResult>
  onStored(message: Message): void
  onChange(): void
}

interface Entry {
  item: ChatMessage
  resolve(message: Message): void
  reject(error: RealtimeError): void
  deadline?: ReturnType<typeof setTimeout>
  lastError?: RealtimeError
}

/**
 * The unsent messages of one conversation, in memory. In order, one in flight; sent again after a
 * lost answer or connection, which the client id makes harmless.
 */
export function createOutbox(ports: OutboxPorts): Outbox {
  let entries: readonly Entry[] = []
  let items: ChatMessage[] = []
  let isBusy = false
  let isPaused = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const find = (clientId: string) => entries.find(({ item }) => item.clientId === clientId)

  function set(next: readonly Entry[]) {
    entries = next
    items = next.map(({ item }) => item)
    ports.onChange()
  }

  async function pump() {
    const entry = entries.find(({ item }) => item.delivery === 'sending')
    if (!entry || isBusy || isPaused) return
    isBusy = true
    try {
      const { message } = await ports.send(entry.item)
      failures = 0
      stored(entry, message)
    } catch (cause) {
      if (entries.includes(entry)) hesitate(entry, toRealtimeError(cause))
    }
    isBusy = false
    void pump()
  }

  function stored(entry: Entry, message: Message) {
    clearTimeout(entry.deadline)
    entry.resolve(message)
    // Stays with us until the log shows it: the log may be waiting for what came before it.
    entry.item = { ...message, delivery: 'sent' }
    set(entries)
    ports.onStored(message)
  }

  function hesitate(entry: Entry, error: RealtimeError) {
    entry.lastError = error
    if (!isRetryable(error)) {
      fail(entry, error)
      return
    }
    isPaused = true
    clearTimeout(timer)
    if (error.code === 'DISCONNECTED') return
    timer = setTimeout(resume, backoffMs(failures++, error.retryAfterMs))
  }

  function resume() {
    clearTimeout(timer)
    isPaused = false
    void pump()
  }

  function fail(entry: Entry, error: RealtimeError) {
    clearTimeout(entry.deadline)
    entry.reject(error)
    entry.item = { ...entry.item, delivery: 'failed', error: toWireError(error) }
    set(entries)
  }

  function startDeadline(entry: Entry) {
    entry.deadline = setTimeout(
      () => fail(entry, entry.lastError ?? because('TIMEOUT', 'the server did not answer in time')),
      ports.sendTimeoutMs,
    )
  }

  return {
    items: () => items,
    enqueue(text, { metadata } = {}) {
      const { conversationId, senderId } = ports
      const draft = { clientId: createClientId(), conversationId, senderId, text }
      const item = pendingMessage(metadata ? { ...draft, metadata } : draft)
      const result = new Promise<Message>((resolve, reject) => {
        const entry: Entry = { item, resolve, reject }
        startDeadline(entry)
        set([...entries, entry])
      })
      // The failure is shown on the message too: a caller that does not wait need not catch it.
      result.catch(() => {})
      void pump()
      return result
    },
    retry(clientId) {
      const entry = find(clientId)
      if (entry?.item.delivery !== 'failed') return
      const { error: _, ...item } = entry.item
      entry.item = { ...item, delivery: 'sending' }
      startDeadline(entry)
      set([...entries.filter((other) => other !== entry), entry])
      resume()
    },
    discard(clientId) {
      const entry = find(clientId)
      if (!entry) return
      clearTimeout(entry.deadline)
      entry.reject(because('DISCONNECTED', 'the message was discarded'))
      set(entries.filter((other) => other !== entry))
    },
    settle(stored) {
      const left = entries.filter((entry) => {
        const message = stored(entry.item.clientId)
        if (!message) return true
        clearTimeout(entry.deadline)
        entry.resolve(message)
        return false
      })
      if (left.length < entries.length) set(left)
    },
    resume() {
      failures = 0
      resume()
    },
    close() {
      clearTimeout(timer)
      for (const entry of entries) {
        clearTimeout(entry.deadline)
        entry.reject(because('DISCONNECTED', 'the session has ended'))
      }
      entries = []
      items = []
    },
  }
}

const because = (code: ErrorCode, reason: string) =>
  new RealtimeError({ code, message: `unable to send the message; ${reason}` })
