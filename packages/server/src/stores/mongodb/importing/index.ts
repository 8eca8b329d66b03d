import { openCollections, type Fields, type MongoDatabase } from '../database'
import { ensureIndexes, makeOtherIndexes } from '../indexes'
import type { MongoStoreOptions } from '../options'
import { toRow } from '../values'
import { createHeads } from './heads'
import { withLease } from './lease'
import { createRefusals, isOfTheLog, refusalOf, type RefusedDocument } from './refusal'
import { createTallies } from './tally'
import { createWriting, openSource } from './writing'

export interface ImportOptions extends MongoStoreOptions {
  /** The collection that the app filled. The one in `messages` is converted in place. */
  from: string
  /**
   * Leaves out what cannot be imported, where it would throw. Only into another collection.
   * @default false
   */
  skipRefused?: boolean
  /**
   * The app goes on writing: in place, leaves out the indexes that would be in its way. Run it once
   * more when the app has stopped, which is quick.
   * @default false
   */
  isAppRunning?: boolean
  /** Called after every 500 documents of a step, of which there are three. */
  onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  step: 'check' | 'write' | 'list'
  /** Documents, and conversations when it lists them. */
  done: number
  total: number
}

export interface ImportResult {
  /** Messages that became part of the log now. */
  imported: number
  /** Messages that were part of it before. */
  present: number
  /** Imported ones that are older than what their log held before, and stand after it. */
  late: number
  conversations: number
  /** What was left out; the first 1 000. */
  refused: readonly RefusedDocument[]
}

const BATCH = 500

/**
 * Makes messages of an app (`senderId, receiverId, text, isRead, readAt, createdAt`) the direct
 * conversations of a store, in the order of `createdAt` and `_id`. Ids and fields stay as they are.
 * May be ended at any time and run again. Throws an {@link ImportRefusedError} before it writes
 * anything when documents cannot be imported.
 */
export async function importMessages(
  db: MongoDatabase,
  options: ImportOptions,
): Promise<ImportResult> {
  const collections = openCollections(db, options)
  const isInPlace = options.from === (options.messages ?? 'rt_messages')
  if (isInPlace && options.skipRefused) {
    throw new TypeError('skipRefused needs another collection: the log has no place for the rest')
  }
  const source = isInPlace ? collections.messages : openSource(db, options.from)
  const total = await source.countDocuments({}, {})
  const heads = createHeads(collections, !isInPlace)

  /** Nothing is written before everything was looked at. */
  async function check(): Promise<void> {
    const refusals = createRefusals()
    await inBatches(source.find({}), 'check', async (rows) => {
      for (const row of rows) {
        if (isInPlace && isOfTheLog(row)) heads.see(String(row.conversationId), row)
        else {
          const reason = refusalOf(row)
          if (reason !== undefined) refusals.add(row, reason)
        }
      }
    })
    if (!options.skipRefused) refusals.throwIfAny()
  }

  async function inBatches(
    found: AsyncIterable<unknown>,
    step: 'check' | 'write',
    work: (rows: Fields[]) => Promise<void>,
  ): Promise<void> {
    let batch: Fields[] = []
    let done = 0
    const flush = async () => {
      await work(batch)
      done += batch.length
      batch = []
      options.onProgress?.({ step, done, total: Math.max(total, done) })
    }
    for await (const row of found) {
      if (batch.push(toRow(row)) === BATCH) await flush()
    }
    if (batch.length > 0 || done === 0) await flush()
  }

  return withLease(collections.meta, async (assertHeld) => {
    await check()
    await (isInPlace ? makeOtherIndexes(collections, options) : ensureIndexes(db, options))
    const tallies = createTallies()
    const refusals = createRefusals()
    const { write, counts } = createWriting({ collections, heads, tallies, isInPlace })
    const inOrder = source.find({}, { sort: { createdAt: 1, _id: 1 }, allowDiskUse: true })
    await inBatches(inOrder, 'write', async (rows) => {
      assertHeld()
      const isFit = (row: Fields) => {
        const reason = isInPlace && isOfTheLog(row) ? undefined : refusalOf(row)
        if (reason !== undefined) refusals.add(row, reason)
        return reason === undefined
      }
      await write(rows.filter(isFit))
    })
    if (!options.skipRefused) refusals.throwIfAny()

    const listed = tallies.all()
    for (let i = 0; i < listed.length; i += BATCH) {
      assertHeld()
      const chunk = listed.slice(i, i + BATCH)
      await collections.conversations.bulkWrite(chunk.map(tallies.listOf), { ordered: false })
      const cursors = chunk.flatMap(tallies.cursorsOf)
      if (cursors.length > 0) await collections.cursors.bulkWrite(cursors, { ordered: true })
      options.onProgress?.({ step: 'list', done: i + chunk.length, total: listed.length })
    }
    // In place only now: before, most of the documents lack what the indexes are about.
    if (!options.isAppRunning) await ensureIndexes(db, options)
    return { ...counts, conversations: listed.length, refused: refusals.refused }
  })
}
