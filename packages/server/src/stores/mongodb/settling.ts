import { createApplying } from './applying'
import { createTurns } from './contention'
import type { Collections, Fields } from './database'
import { CHANGES, toEntry } from './entries'
import { headOf } from './history'
import { createMembership } from './membership'
import { has } from './rows'
import { integer, text, toRow } from './values'

/** So many entries are read at once, or conversations looked at. */
const CHUNK = 100

export type Settling = ReturnType<typeof createSettling>

/**
 * An entry is in the log before it is applied to its message, or to the list of members. A
 * conversation says in `settledTo` how far that is done: whatever a crash left after it is applied,
 * in the order of `seq`, by whoever reads or changes the conversation next.
 */
export function createSettling(collections: Collections) {
  const { messages, conversations } = collections
  const applyChange = createApplying(collections)
  const applyMembers = createMembership(collections)
  const inTurn = createTurns()

  async function markOf(conversationId: string): Promise<number> {
    const found = await conversations.findOne(
      { _id: conversationId },
      { projection: { settledTo: 1 } },
    )
    return found === null ? 0 : settledTo(toRow(found))
  }

  /** Applies what is left up to `seq`, which is in the log. */
  const settle = (conversationId: string, seq: number): Promise<void> =>
    inTurn(conversationId, async () => {
      const mark = await markOf(conversationId)
      if (mark >= seq) return
      await applyFrom(conversationId, mark, seq)
      await conversations.updateOne({ _id: conversationId }, { $max: { settledTo: seq } })
    })

  async function applyFrom(conversationId: string, after: number, upTo: number): Promise<void> {
    const found = await messages
      .find(
        { conversationId, seq: { $gt: after, $lte: upTo }, ...CHANGES },
        { sort: { seq: 1 }, limit: CHUNK, readConcern: { level: 'local' } },
      )
      .toArray()
    const rows = found.map(toRow)
    for (const row of rows) {
      const entry = toEntry(row)
      if (entry.kind === 'member') await applyMembers(row, entry)
      else if (entry.kind !== 'message') await applyChange(row, entry)
    }
    const last = rows.at(-1)
    if (last && rows.length === CHUNK) {
      await applyFrom(conversationId, integer(last, 'seq'), upTo)
    }
  }

  /** What `read` finds up to the head, with every entry up to there applied. */
  async function upToHead<T>(
    conversationId: string,
    read: (head: number) => Promise<T>,
  ): Promise<T> {
    const [head, mark] = await Promise.all([
      headOf(messages, conversationId),
      markOf(conversationId),
    ])
    const [left, found] = await Promise.all([
      mark < head ? hasChanges({ conversationId, seq: { $gt: mark, $lte: head } }) : false,
      read(head),
    ])
    if (!left) return found
    await settle(conversationId, head)
    return read(head)
  }

  const hasChanges = async (filter: Fields): Promise<boolean> =>
    (await messages.findOne({ ...filter, ...CHANGES }, { projection: { _id: 1 } })) !== null

  /** Settles these conversations, given as they are stored; true when there was anything to do. */
  async function settleAll(rows: readonly Fields[]): Promise<boolean> {
    const left = new Set<string>()
    for (let i = 0; i < rows.length; i += CHUNK) {
      const beyond = rows.slice(i, i + CHUNK).map((row) => ({
        conversationId: row._id,
        seq: { $gt: settledTo(row) },
      }))
      const found = await messages
        .find({ $or: beyond, ...CHANGES }, { projection: { conversationId: 1 } })
        .toArray()
      for (const row of found) left.add(text(toRow(row), 'conversationId'))
    }
    await Promise.all(
      [...left].map(async (conversationId) =>
        settle(conversationId, await headOf(messages, conversationId)),
      ),
    )
    return left.size > 0
  }

  /** Rows of any conversations, as they are when nothing is left to apply to them. */
  async function settled<Found extends { rows: Fields[] }>(
    read: () => Promise<Found>,
  ): Promise<Found> {
    const found = await read()
    const ids = [...new Set(found.rows.map((row) => text(row, 'conversationId')))]
    return (await settleIds(ids)) ? read() : found
  }

  /** {@link settleAll} by id. */
  async function settleIds(conversationIds: readonly string[]): Promise<boolean> {
    if (conversationIds.length === 0) return false
    const marks = await conversations
      .find({ _id: { $in: conversationIds } }, { projection: { settledTo: 1 } })
      .toArray()
    const known = new Map(marks.map(toRow).map((row) => [row._id, row]))
    return settleAll(conversationIds.map((_id) => known.get(_id) ?? { _id }))
  }

  return { settle, upToHead, settled, settleAll, settleIds }
}

const settledTo = (row: Fields) => (has(row, 'settledTo') ? integer(row, 'settledTo') : 0)
