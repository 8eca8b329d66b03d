import type { Client } from './client'
import { addressOf } from './conversationRef'
import { isRetryable, toRealtimeError, type RealtimeError } from './errors'
import { createLine, type Line } from './line'
import { isPending, type Entry, type OutboxBook } from './outboxBook'
import type { OutboxRecord, OutboxStorage } from './outboxStorage'
import { exclusively, type OutboxNews } from './outboxTabs'

interface SenderPorts {
  client: Client
  /** Of the connection; the locks of its conversations are named after it. */
  name: string
  storage: OutboxStorage
  book: OutboxBook
  /** Nothing is sent before. */
  ready(): Promise<void>
  keep(record: OutboxRecord): void
  /** Drops a record, and then tells the other tabs why. */
  forget(clientId: string, news: OutboxNews): Promise<void>
  fail(entry: Entry, error: RealtimeError): void
}

/** With the waits in between, 15 s on average before a message is shown as failed. */
const REFUSALS = 6

/** How long another tab may take to say what it did with a message. */
const WORD_MS = 5000

/**
 * Sends what waits while there is a connection: a conversation's messages one after the other, by
 * one tab at a time; conversations do not wait for each other.
 */
export function createOutboxSender({ client, name, storage, book, ...ports }: SenderPorts) {
  const lines = new Map<string, Line>()
  let isClosed = false

  const lineOf = (conversationId: string) => {
    const line =
      lines.get(conversationId) ??
      createLine(
        client,
        () => sendNext(conversationId),
        (round) => exclusively(`${name} ${conversationId}`, round),
      )
    lines.set(conversationId, line)
    return line
  }

  async function sendNext(conversationId: string): Promise<boolean> {
    await ports.ready()
    const entry = book.of(conversationId).find(isPending)
    if (!entry || isClosed) return false
    const { clientId } = entry.record
    entry.isUnderWay = true
    try {
      const record = await storage.update(entry.record, (it) => ({ ...it, isTried: true }))
      if (book.get(clientId) !== entry || !isPending(entry) || isClosed) return true
      if (!record) vanish(entry)
      else await send(entry, record)
    } finally {
      entry.isUnderWay = false
    }
    return true
  }

  async function send(entry: Entry, record: OutboxRecord) {
    const { conversationId, clientId, text, metadata } = record
    entry.record = record
    try {
      const { message } = await client.request('message:send', {
        ...addressOf(client.userId, conversationId),
        text,
        clientId,
        ...(metadata && { metadata }),
      })
      // Unless it was discarded meanwhile.
      if (book.get(clientId) === entry) book.stored(entry, message)
      await ports.forget(clientId, { type: 'stored', clientId, message })
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (book.get(clientId) !== entry || entry.stored) return
      if (isRetryable(error) && !hasRefusedEnough(entry, error)) throw error
      ports.fail(entry, error)
    }
  }

  /** A server that answers, and cannot store: somebody should know. One that is away is waited for. */
  function hasRefusedEnough(entry: Entry, { code, retryAfterMs }: RealtimeError): boolean {
    const isAway = code === 'DISCONNECTED' || code === 'TIMEOUT' || retryAfterMs !== undefined
    if (!isAway) entry.refusals = (entry.refusals ?? 0) + 1
    return !isAway && entry.refusals === REFUSALS
  }

  /** The storage has it no more: a tab whose word we have not heard yet has sent or discarded it. */
  function vanish(entry: Entry) {
    if (!entry.awaited) {
      book.forget(entry)
      return
    }
    entry.isGone = true
    client.platform.clock.setTimeout(() => {
      // Nobody said a word: the browser has lost it.
      if (book.get(entry.record.clientId) !== entry || entry.stored || isClosed) return
      entry.isGone = false
      ports.keep(entry.record)
    }, WORD_MS)
  }

  client.onClose(() => {
    isClosed = true
  })

  return {
    /** There may be something to send. */
    pump: (conversationId: string) => lineOf(conversationId).pump(),
    /** Nothing waits any longer. */
    resume: (conversationId: string) => lineOf(conversationId).resume(),
  }
}
