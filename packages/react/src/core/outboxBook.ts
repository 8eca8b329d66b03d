import type { Message } from '@monhub/realtime-protocol'
import type { ChatMessage, Delivery } from './chatMessage'
import { toWireError, type RealtimeError } from './errors'
import type { OutboxRecord } from './outboxStorage'
import { quiet } from './quiet'

/** An unsent message, of this tab or another. */
export interface Entry {
  record: OutboxRecord
  /** As the server has it: stays with us until the log shows it, which may wait for what came before. */
  stored?: Message
  /** It is being sent right now. */
  isUnderWay?: boolean
  /** Another tab has sent or discarded it, and says so at any moment. */
  isGone?: boolean
  /** How often the server has answered that it cannot take it now. */
  refusals?: number
  /** Who sent it from this tab waits for what becomes of it. */
  awaited?: { resolve(message: Message): void; reject(error: RealtimeError): void } | undefined
  /** How it was shown last, and as what it was known then. */
  shown?: { message: ChatMessage; from: unknown }
}

/** The message waits to be sent. */
export const isPending = ({ record, stored, isGone }: Entry): boolean =>
  !record.error && !stored && !isGone

/** Who shows the unsent messages of a conversation. */
export interface OutboxWatcher {
  onChange(): void
  onStored(message: Message): void
}

export type OutboxBook = ReturnType<typeof createOutboxBook>

/** The unsent messages in memory: what is shown of them, and who waits for which. */
export function createOutboxBook(senderId: string, isConnected: () => boolean) {
  const entries = new Map<string, Entry>()
  const watchers = new Map<string, OutboxWatcher>()
  /** What is shown of a conversation, until it changes. */
  const lists = new Map<string, ChatMessage[]>()

  const all = () => [...entries.values()]

  /** Those of a conversation, in the order they go out. */
  const of = (conversationId: string) =>
    all()
      .filter(({ record }) => record.conversationId === conversationId)
      .sort((a, b) => a.record.queuedAt - b.record.queuedAt)

  function messageOf(entry: Entry): ChatMessage {
    const { record, stored, shown } = entry
    const waits: Delivery = isConnected() ? 'sending' : 'queued'
    const delivery = stored ? 'sent' : record.error ? 'failed' : waits
    const from = stored ?? record
    if (shown?.from === from && shown.message.delivery === delivery) return shown.message
    const { queuedAt: _, isTried: _tried, ...draft } = record
    // Until it is stored it stands after all others and goes by its client id.
    const message: ChatMessage = stored
      ? { ...stored, delivery }
      : { ...draft, _id: draft.clientId, seq: Infinity, senderId, isRead: false, delivery }
    entry.shown = { message, from }
    return message
  }

  function changed(...some: Entry[]) {
    for (const id of new Set(some.map(({ record }) => record.conversationId))) {
      lists.delete(id)
      watchers.get(id)?.onChange()
    }
  }

  function forget(...some: Entry[]) {
    for (const { record } of some) entries.delete(record.clientId)
    // Afterwards, so that nobody sees what is half done.
    changed(...some)
  }

  return {
    get: (clientId: string) => entries.get(clientId),
    all,
    of,
    forget,
    items(conversationId: string): ChatMessage[] {
      const list = lists.get(conversationId) ?? of(conversationId).map(messageOf)
      lists.set(conversationId, list)
      return list
    },
    /** Adds a message, or what has become of it. */
    put(record: OutboxRecord): Entry {
      const entry: Entry = entries.get(record.clientId) ?? { record }
      entry.record = record
      entries.set(record.clientId, entry)
      changed(entry)
      return entry
    },
    stored(entry: Entry, message: Message) {
      entry.stored = message
      entry.awaited?.resolve(message)
      const watcher = watchers.get(entry.record.conversationId)
      if (watcher) {
        changed(entry)
        watcher.onStored(message)
      } else forget(entry)
    },
    failed(entry: Entry, record: OutboxRecord, error: RealtimeError) {
      entry.record = { ...record, error: toWireError(error) }
      entry.awaited?.reject(error)
      entry.awaited = undefined
      changed(entry)
    },
    drop(entry: Entry, error: RealtimeError) {
      entry.awaited?.reject(error)
      forget(entry)
    },
    /** Forgets what the log shows by now. */
    shown(conversationId: string, find: (clientId: string) => Message | undefined) {
      const gone = of(conversationId).filter((entry) => {
        const message = find(entry.record.clientId)
        if (message) entry.awaited?.resolve(message)
        return message
      })
      forget(...gone)
      return gone
    },
    /** The message once it is stored; rejects when it fails. */
    result: (entry: Entry) =>
      // The failure is shown on the message too.
      quiet(new Promise<Message>((resolve, reject) => (entry.awaited = { resolve, reject }))),
    watch(conversationId: string, watcher: OutboxWatcher) {
      watchers.set(conversationId, watcher)
    },
    /** The connection came or went. */
    refresh: () => changed(...all()),
  }
}
