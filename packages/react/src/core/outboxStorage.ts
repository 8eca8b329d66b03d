import type { Metadata, WireError } from '@monhub/realtime-protocol'
import { createStore, promisifyRequest } from 'idb-keyval'
import type { Logger } from './logger'
import { within, type Clock } from './timer'
import { UNSENT } from './unsent'

/** An unsent message as it is kept. */
export interface OutboxRecord {
  clientId: string
  conversationId: string
  text: string
  metadata?: Metadata
  createdAt: string
  /** Its place among those of its conversation, and when it started to wait (ms since the epoch). */
  queuedAt: number
  /** It may have reached the server, so its content must not change. */
  isTried?: boolean
  /** Why it failed. */
  error?: WireError
}

/**
 * The unsent messages of one connection, shared by all tabs. What cannot be kept in IndexedDB is
 * kept in memory; nothing here rejects.
 */
export interface OutboxStorage {
  list(): Promise<OutboxRecord[]>
  put(record: OutboxRecord): Promise<void>
  /**
   * In one step: changes the record unless it is gone or `change` gives nothing. Gives what it was
   * changed to; `known` stands in where the storage fails.
   */
  update(
    known: OutboxRecord,
    change: (record: OutboxRecord) => OutboxRecord | undefined,
  ): Promise<OutboxRecord | undefined>
  remove(clientId: string): Promise<void>
  clear(): Promise<void>
}

/** Browsers were seen to never answer a request to open a database. */
const PATIENCE_MS = 3000

export function createOutboxStorage(
  connection: string,
  logger: Logger,
  clock: Clock,
): OutboxStorage {
  const unsaved = new Map<string, OutboxRecord>()
  /** Once all that was put is where it will be found. */
  let saved = Promise.resolve()
  const use = createStore(UNSENT.database, UNSENT.store)
  let isUsable = true
  let hasWarned = false

  const keyOf = (clientId: string) => [connection, clientId]
  const all = () => IDBKeyRange.bound([connection], [connection, []])

  async function attempt<T>(
    mode: IDBTransactionMode,
    run: (records: IDBObjectStore) => Promise<T>,
    otherwise: () => T,
  ): Promise<T> {
    if (!isUsable) return otherwise()
    try {
      // In here, because where storage is blocked looking may throw.
      if (typeof indexedDB === 'undefined') return otherwise()
      return await within(
        clock,
        PATIENCE_MS,
        () => use(mode, run),
        () => {
          isUsable = false
          return new Error(`IndexedDB did not answer within ${PATIENCE_MS} ms`)
        },
      )
    } catch (error) {
      if (!hasWarned) logger.warn('[realtime] unsent messages are kept in memory only', error)
      hasWarned = true
      return otherwise()
    }
  }

  const write = (run: (records: IDBObjectStore) => void, otherwise: () => void = () => {}) =>
    attempt(
      'readwrite',
      (records) => {
        run(records)
        return promisifyRequest(records.transaction)
      },
      otherwise,
    )

  return {
    async list() {
      const saved = await attempt<OutboxRecord[]>(
        'readonly',
        (records) => promisifyRequest<OutboxRecord[]>(records.getAll(all())),
        () => [],
      )
      return [...saved, ...unsaved.values()]
    },
    put(record) {
      const { clientId } = record
      const done = write(
        (records) => records.put(record, keyOf(clientId)),
        () => unsaved.set(clientId, record),
      )
      saved = saved.then(() => done)
      return done
    },
    async update(known, change) {
      await saved
      const inMemory = (record: OutboxRecord) => {
        const next = change(record)
        if (next) unsaved.set(next.clientId, next)
        return next
      }
      const record = unsaved.get(known.clientId)
      if (record) return inMemory(record)
      return attempt<OutboxRecord | undefined>(
        'readwrite',
        async (records) => {
          const key = keyOf(known.clientId)
          const saved = await promisifyRequest<OutboxRecord | undefined>(records.get(key))
          const next = saved && change(saved)
          if (next) await promisifyRequest(records.put(next, key))
          return next
        },
        () => inMemory(known),
      )
    },
    remove(clientId) {
      unsaved.delete(clientId)
      return write((records) => records.delete(keyOf(clientId)))
    },
    clear() {
      unsaved.clear()
      return write((records) => records.delete(all()))
    },
  }
}
