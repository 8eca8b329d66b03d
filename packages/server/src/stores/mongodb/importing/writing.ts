import { whileContended } from '../contention'
import type {
  BulkOperation,
  Collections,
  Fields,
  MongoCollection,
  MongoDatabase,
} from '../database'
import { integer, toRow, toText } from '../values'
import type { Heads } from './heads'
import { conversationOf, idText, isOfTheLog } from './refusal'
import type { Tallies } from './tally'

interface Parts {
  collections: Collections
  heads: Heads
  tallies: Tallies
  isInPlace: boolean
}

/** Another collection, whose documents are copied as they are, whatever else stands in them. */
export const openSource = (db: MongoDatabase, name: string): MongoCollection =>
  db.collection(name, {
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    promoteValues: false,
    bsonRegExp: true,
    raw: false,
  })

/** Gives messages their places, batch by batch. What a crash leaves of a batch is its beginning. */
export function createWriting({ collections, heads, tallies, isInPlace }: Parts) {
  const { messages } = collections
  const counts = { imported: 0, present: 0, late: 0 }

  async function write(rows: Fields[]): Promise<void> {
    const written = await (isInPlace ? place(rows) : whileContended(() => copy(rows)))
    counts.imported += written.length
    counts.late += written.filter(({ isLate }) => isLate).length
    counts.present += rows.length - written.length
  }

  async function place(rows: Fields[]): Promise<Placed[]> {
    // Also what a killed import wrote after it was looked at.
    for (const row of rows.filter(isOfTheLog)) heads.see(String(row.conversationId), row)
    const placed = rows.filter((row) => !isOfTheLog(row)).map(toPlaced)
    await run(
      placed.map(({ row, fields }) => ({
        updateOne: { filter: { _id: row._id }, update: { $set: fields } },
      })),
    )
    for (const row of rows.filter(isOfTheLog)) {
      tallies.add(row, String(row.conversationId), integer(row, 'seq'))
    }
    return tallied(placed)
  }

  async function copy(rows: Fields[]): Promise<Placed[]> {
    const found = await messages
      .find(
        { _id: { $in: rows.map((row) => row._id) } },
        { projection: { conversationId: 1, seq: 1, isRead: 1 } },
      )
      .toArray()
    const copies = new Map(found.map(toRow).map((copied) => [idText(copied._id), copied]))
    const copyOf = (row: Fields) => copies.get(idText(row._id))
    const missing = rows.filter((row) => !copyOf(row))
    // Anew for each attempt: a store may be writing to the same log.
    await heads.lookUp(missing.map(conversationOf))
    const placed = missing.map(toPlaced)
    // What was read since an import before this one.
    const read = rows.filter((row) => {
      const copied = copyOf(row)
      return row.isRead === true && copied && copied.isRead !== true
    })
    await run([
      ...placed.map(({ row, fields }) => ({ insertOne: { document: { ...row, ...fields } } })),
      ...read.map(({ _id, readAt = null }) => ({
        updateOne: {
          filter: { _id, isRead: { $ne: true } },
          update: { $set: { isRead: true, readAt } },
        },
      })),
    ])
    for (const row of rows) {
      const copied = copyOf(row)
      if (copied) tallies.add(row, conversationOf(row), integer(copied, 'seq'))
    }
    return tallied(placed)
  }

  const run = async (operations: BulkOperation[]): Promise<void> => {
    if (operations.length > 0) await messages.bulkWrite(operations, { ordered: true })
  }

  function toPlaced(row: Fields): Placed {
    const conversationId = conversationOf(row)
    const head = heads.of(conversationId)
    const text = String(row.text)
    const seq = (head?.seq ?? 0) + 1
    heads.see(conversationId, { seq, createdAt: row.createdAt })
    return {
      row,
      isLate: head !== undefined && (row.createdAt as Date) < head.createdAt,
      fields: {
        conversationId,
        seq,
        clientId: idText(row._id),
        ...(toText(text) !== text && { text: toText(text) }),
      },
    }
  }

  function tallied(placed: Placed[]): Placed[] {
    for (const { row, fields } of placed) tallies.add(row, fields.conversationId, fields.seq)
    return placed
  }

  return { write, counts }
}

interface Placed {
  row: Fields
  isLate: boolean
  fields: { conversationId: string; seq: number; clientId: string | undefined; text?: string }
}
