import type { ErrorCode, Message, Metadata } from '@monhub/realtime-protocol'
import type { ChatMessage } from './chatMessage'
import type { Client } from './client'
import { createClientId } from './clientId'
import { isRetryable, RealtimeError } from './errors'
import { createOutboxBook, isPending, type Entry, type OutboxWatcher } from './outboxBook'
import { createOutboxSender } from './outboxSender'
import { createOutboxStorage, type OutboxRecord } from './outboxStorage'
import { createOutboxTabs, type OutboxNews } from './outboxTabs'
import { quiet } from './quiet'
import { createTimer, isoNow } from './timer'
import { connectionOf } from './unsent'

export interface SendOptions {
  /** JSON the app attaches to the message. */
  metadata?: Metadata
}

/**
 * The messages of one user that the server does not have yet, of all conversations and tabs. They
 * survive a reload. In order and one at a time within a conversation, whichever tab sends them;
 * sent again after a lost answer or connection, which the client id makes harmless.
 */
export interface Outbox {
  /** Unsent messages of a conversation, in the order they go out. */
  items(conversationId: string): ChatMessage[]
  /** Tells one watcher per conversation. */
  watch(conversationId: string, watcher: OutboxWatcher): void
  /** Shows the message at once; the promise gives the stored one, or why it failed. */
  enqueue(conversationId: string, text: string, options?: SendOptions): Promise<Message>
  retry(clientId: string): void
  discard(clientId: string): void
  /** Changes what will be sent; gives `false` where it may have been sent already. */
  edit(clientId: string, content: Pick<OutboxRecord, 'text' | 'metadata'>): Promise<boolean>
  /** The message was sent, or is being sent, and no answer says that it is not stored. */
  mayBeStored(clientId: string): boolean
  /** Forgets what the log shows by now. */
  shown(conversationId: string, find: (clientId: string) => Message | undefined): void
}

/** Unsent messages older than 72 hours, or beyond this number, become `failed`. */
export const OUTBOX_LIMITS = { ageMs: 259_200_000, items: 500 }

export function createOutbox(client: Client): Outbox {
  const connection = connectionOf(client)
  const name = `monhub-realtime outbox ${connection}`
  const { clock, outboxStorage = createOutboxStorage } = client.platform
  const storage = outboxStorage(connection, client.logger, clock)
  const tabs = createOutboxTabs(name, hear)
  const book = createOutboxBook(
    client.userId,
    () => client.connection.getState().status === 'connected',
  )
  const timer = createTimer(clock)
  let isClosed = false
  /** Nothing is sent before it is known what was left, which goes first. */
  let adopted = adopt()

  const pending = () => book.all().filter(isPending)
  const sender = createOutboxSender({
    ...{ client, name, storage, book, keep, forget, fail },
    ready: () => adopted,
  })

  const endOf = (conversationId: string) =>
    Math.max(clock.now(), 1 + (book.of(conversationId).at(-1)?.record.queuedAt ?? 0))

  /** Keeps a record and tells the other tabs, which then find it in the storage. */
  async function save(record: OutboxRecord) {
    await storage.put(record)
    tabs.tell({ type: 'put', record })
  }

  function wait(record: OutboxRecord): Entry {
    const entry = book.put(record)
    if (!timer.isSet()) expireAt(record.queuedAt)
    sender.pump(record.conversationId)
    return entry
  }

  function keep(record: OutboxRecord): Entry {
    void save(record)
    return wait(record)
  }

  async function forget(clientId: string, news: OutboxNews) {
    await storage.remove(clientId)
    tabs.tell(news)
  }

  function fail(entry: Entry, error: RealtimeError) {
    // Refused, it was not stored, and may be edited; but for what is stored with other content.
    const isRefused = !isRetryable(error) && error.code !== 'CONFLICT'
    book.failed(entry, isRefused ? { ...entry.record, isTried: false } : entry.record, error)
    void save(entry.record)
  }

  // A clock that was set back makes it later, and what is beyond 24 days browsers run at once.
  const expireAt = (queuedAt: number) =>
    timer.set(Math.min(queuedAt - clock.now(), 0) + OUTBOX_LIMITS.ageMs, expire)

  function expire() {
    if (isClosed) return
    for (const entry of pending()) {
      if (entry.record.queuedAt + OUTBOX_LIMITS.ageMs > clock.now()) continue
      fail(entry, because('TIMEOUT', 'it has waited for 72 hours'))
    }
    const oldest = Math.min(...pending().map(({ record }) => record.queuedAt))
    if (oldest < Infinity) expireAt(oldest)
  }

  function hear(news: OutboxNews) {
    if (isClosed) return
    if (news.type === 'cleared') {
      clear()
      return
    }
    const entry = book.get(news.type === 'put' ? news.record.clientId : news.clientId)
    if (news.type === 'stored') {
      if (entry && !entry.stored) book.stored(entry, news.message)
    } else if (news.type === 'discarded') {
      if (entry) book.drop(entry, because('DISCONNECTED', 'it was discarded'))
    } else if (news.record.error && entry) {
      book.failed(entry, news.record, new RealtimeError(news.record.error))
    } else wait(news.record)
  }

  /** Takes over what other tabs, and those that are no more, have left. */
  async function adopt() {
    const records = await storage.list()
    if (isClosed) return
    for (const record of records) if (!book.get(record.clientId)) book.put(record)
    expire()
    for (const { record } of pending()) sender.pump(record.conversationId)
  }

  function clear() {
    for (const entry of book.all()) book.drop(entry, signedOut())
  }

  client.onConnect(() => {
    book.refresh()
    adopted = adopt()
  })
  client.onDisconnect(book.refresh)
  client.onClose((isSignedOut) => {
    if (isSignedOut) {
      clear()
      void storage.clear()
      tabs.tell({ type: 'cleared' })
    }
    isClosed = true
    timer.clear()
    tabs.close()
  })

  return {
    items: book.items,
    watch: book.watch,
    mayBeStored(clientId) {
      const { isUnderWay = false, record } = book.get(clientId) ?? {}
      return isUnderWay || (record?.isTried === true && !record.error)
    },
    shown(conversationId, find) {
      for (const { record, stored } of book.shown(conversationId, find)) {
        if (!stored) void storage.remove(record.clientId)
      }
    },
    enqueue(conversationId, text, { metadata } = {}) {
      if (isClosed) return quiet(Promise.reject(signedOut()))
      // As a failed message it would stay below all others, and show nothing. Nor is an event a text.
      if (typeof text !== 'string' || !text.trim())
        return quiet(Promise.reject(because('BAD_PAYLOAD', 'it has no text')))
      const record: OutboxRecord = {
        clientId: createClientId(),
        conversationId,
        text,
        ...(metadata && { metadata }),
        createdAt: isoNow(clock),
        queuedAt: endOf(conversationId),
      }
      const isFull = pending().length >= OUTBOX_LIMITS.items
      const entry = isFull ? book.put(record) : keep(record)
      const result = book.result(entry)
      if (isFull)
        fail(entry, because('OUTBOX_FULL', `${OUTBOX_LIMITS.items} messages wait already`))
      return result
    },
    retry(clientId) {
      const entry = book.get(clientId)
      if (!entry?.record.error) return
      const { error: _, ...record } = entry.record
      keep({ ...record, queuedAt: endOf(record.conversationId) })
      sender.resume(record.conversationId)
    },
    discard(clientId) {
      const entry = book.get(clientId)
      if (!entry) return
      book.drop(entry, because('DISCONNECTED', 'it was discarded'))
      void forget(clientId, { type: 'discarded', clientId })
    },
    async edit(clientId, { text, metadata }) {
      const entry = book.get(clientId)
      if (!entry || entry.stored) return false
      const record = await storage.update(entry.record, (it) =>
        it.isTried ? undefined : { ...it, text, ...(metadata && { metadata }) },
      )
      if (!record || book.get(clientId) !== entry) return false
      book.put(record)
      tabs.tell({ type: 'put', record })
      return true
    },
  }
}

const signedOut = () => because('DISCONNECTED', 'the user signed out')

const because = (code: ErrorCode, reason: string) =>
  new RealtimeError({ code, message: `unable to send the message; ${reason}` })
