import type { Message, ReadCursor } from '@monhub/realtime-protocol'
import type { ReadStore } from '../types'
import { isDuplicateKey } from './contention'
import type { Collections, Fields } from './database'
import { headOf } from './history'
import type { Ids } from './ids'
import { MESSAGES, toCursor, toMessage } from './rows'
import { stampedPeerOf, type Stamps } from './stamps'
import { integer, toRow, toTime } from './values'

type Move = Parameters<ReadStore['markRead']>[0]

export function createReads({ messages, cursors }: Collections, ids: Ids, stamps: Stamps) {
  async function markRead(move: Move): Promise<{ cursor: ReadCursor; covered: Message[] }> {
    const { conversationId, userId, upTo, readAt } = move
    const [head, found] = await Promise.all([
      headOf(messages, conversationId),
      cursors.findOne({ conversationId, userId }),
    ])
    const current = found === null ? undefined : toRow(found)
    const from = current ? integer(current, 'upTo') : 0
    if (current) await stamps.settle(current)
    const target = Math.min(upTo, head)
    if (target <= from) {
      return { cursor: current ? toCursor(current) : { userId, upTo: 0, readAt }, covered: [] }
    }

    const cursor = {
      conversationId,
      userId,
      upTo: target,
      readAt: toTime(readAt),
      stampedTo: stampedPeerOf(conversationId, userId) === undefined ? target : from,
    }
    // Somebody else moved it meanwhile, and only ever forth: looking again comes to an end.
    if (!(await (current ? replace(from, cursor) : insert(cursor)))) return markRead(move)
    await stamps.settle(cursor)
    const covered = await messages
      .find(
        {
          conversationId,
          seq: { $gt: from, $lte: target },
          senderId: { $nin: ids.formsOf(userId) },
          ...MESSAGES,
        },
        { sort: { seq: 1 } },
      )
      .toArray()
    return { cursor: { userId, upTo: target, readAt }, covered: covered.map(toRow).map(toMessage) }
  }

  async function insert(cursor: Fields): Promise<boolean> {
    try {
      await cursors.insertOne({ ...cursor })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  async function replace(from: number, cursor: Fields): Promise<boolean> {
    const { conversationId, userId, ...state } = cursor
    const { matchedCount } = await cursors.updateOne(
      { conversationId, userId, upTo: from },
      { $set: state },
    )
    return matchedCount === 1
  }

  async function list(conversationId: string): Promise<ReadCursor[]> {
    const rows = await cursors.find({ conversationId }).toArray()
    return rows.map(toRow).map(toCursor)
  }

  return { markRead, cursors: list }
}
