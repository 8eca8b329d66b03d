import type { Message } from '@monhub/realtime-protocol'
import type { ChatMessage, Delivery } from './chatMessage'
import { toWireError, type RealtimeError } from './errors'
import type { OutboxRecord } from './outboxStorage'

/** An unsent message, of this tab or another. */
export interface Entry {
  record: OutboxRecord
  /** As the server has it: stays with us until the log shows it, which may wait for what came before. */
  stored?: Message
  /** Another tab has sent or discarded it, and says so at any moment. */
  isGone?: boolean
  /** How often the server has answered that it cannot take it now. */
  refusals?: number
}

/** The message waits to be sent. */
export const isPending = ({ record, stored, isGone }: Entry): boolean =>
  !record.error && !stored && !isGone

/** Who shows the unsent messages of a conversation. */
export interface OutboxWatcher {
  onChange(): void
  onStored(message: Message): void
}

type Waiting = { resolve(message: Message): void; reject(error: RealtimeError): void }

export type OutboxBook = ReturnType<typeof createOutboxBook>

/** The unsent messages in memory: what is shown of them, and who waits for which. */
export function createOutboxBook(senderId: string, isConnected: () => boolean) {
  const entries = new Map<string, Entry>()
  /** The same by conversation, in the order they go out. */
  const queues = new Map<string, Entry[]>()
  const waiting = new Map<string, Waiting[]>()
  const watchers = new Map<string, OutboxWatcher>()
  const items = new Map<string, { made: ChatMessage; from: unknown }>()
  const lists = new Map<string, ChatMessage[]>()

  const of = (conversationId: string): readonly Entry[] => queues.get(conversationId) ?? []

  /** Gives an entry its record, and by it its place. */
  function place(entry: Entry, record: OutboxRecord) {
    const { clientId, conversationId, queuedAt } = record
    const isPlaced = entries.get(clientId) === entry && entry.record.queuedAt === queuedAt
    entry.record = record
    entries.set(clientId, entry)
    if (isPlaced) return
    const queue = of(conversationId).filter((other) => other !== entry)
    // From the end, where nearly all of them go.
    const before = queue.findLastIndex((other) => other.record.queuedAt <= queuedAt)
    queue.splice(before + 1, 0, entry)
    queues.set(conversationId, queue)
  }

  function itemOf({ record, stored }: Entry): ChatMessage {
    const waits: Delivery = isConnected() ? 'sending' : 'queued'
    const delivery = stored ? 'sent' : record.error ? 'failed' : waits
    const known = items.get(record.clientId)
    const from = stored ?? record
    if (known?.from === from && known.made.delivery === delivery) return known.made
    const { queuedAt: _, isTried: _tried, ...draft } = record
    // Until it is stored it stands after all others and goes by its client id.
    const made: ChatMessage = stored
      ? { ...stored, delivery }
      : { ...draft, _id: draft.clientId, seq: Infinity, senderId, isRead: false, delivery }
    items.set(record.clientId, { made, from })
    return made
  }

  function changed(conversationId: string) {
    lists.delete(conversationId)
    watchers.get(conversationId)?.onChange()
  }

  function settle(clientId: string, how: (waiting: Waiting) => void) {
    waiting.get(clientId)?.forEach(how)
    waiting.delete(clientId)
  }

  function drop(...dropped: Entry[]) {
    for (const entry of dropped) {
      const { clientId, conversationId } = entry.record
      entries.delete(clientId)
      items.delete(clientId)
      queues.set(
        conversationId,
        of(conversationId).filter((other) => other !== entry),
      )
    }
    // Afterwards, so that nobody sees what is half done.
    for (const id of new Set(dropped.map(({ record }) => record.conversationId))) changed(id)
  }

  return {
    get: (clientId: string) => entries.get(clientId),
    all: () => [...entries.values()],
    forget: (entry: Entry) => drop(entry),
    of,
    items(conversationId: string): ChatMessage[] {
      const list = lists.get(conversationId) ?? of(conversationId).map(itemOf)
      lists.set(conversationId, list)
      return list
    },
    /** Adds a message, or what has become of it. */
    put(record: OutboxRecord): Entry {
      const entry: Entry = entries.get(record.clientId) ?? { record }
      place(entry, record)
      changed(record.conversationId)
      return entry
    },
    stored(entry: Entry, message: Message) {
      const { conversationId, clientId } = entry.record
      entry.stored = message
      settle(clientId, ({ resolve }) => resolve(message))
      const watcher = watchers.get(conversationId)
      if (!watcher) {
        drop(entry)
        return
      }
      changed(conversationId)
      watcher.onStored(message)
    },
    failed(entry: Entry, record: OutboxRecord, error: RealtimeError) {
      place(entry, { ...record, error: toWireError(error) })
      settle(record.clientId, ({ reject }) => reject(error))
      changed(record.conversationId)
    },
    drop(entry: Entry, error: RealtimeError) {
      settle(entry.record.clientId, ({ reject }) => reject(error))
      drop(entry)
    },
    /** Forgets what the log shows by now. */
    shown(conversationId: string, find: (clientId: string) => Message | undefined) {
      const gone = of(conversationId).filter((entry) => {
        const message = find(entry.record.clientId)
        if (message) settle(entry.record.clientId, ({ resolve }) => resolve(message))
        return message
      })
      drop(...gone)
      return gone
    },
    /** The message once it is stored. */
    result(clientId: string) {
      const result = new Promise<Message>((resolve, reject) => {
        const { stored } = entries.get(clientId) ?? {}
        if (stored) resolve(stored)
        else waiting.set(clientId, [...(waiting.get(clientId) ?? []), { resolve, reject }])
      })
      // The failure is shown on the message too: a caller that does not wait need not catch it.
      result.catch(() => {})
      return result
    },
    isAwaited: (clientId: string) => waiting.has(clientId),
    watch(conversationId: string, watcher: OutboxWatcher) {
      watchers.set(conversationId, watcher)
    },
    /** The connection came or went. */
    refresh: () =>
      new Set([...entries.values()].map(({ record }) => record.conversationId)).forEach(changed),
  }
}
