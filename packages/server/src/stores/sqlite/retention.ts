import type { Message } from '@monhub/realtime-protocol'
import type { ErasureStore } from '../types'
import type { Queries } from './database'
import { keepReactions } from './reactions'
import { integer, object, text, type Row } from './values'

type Step = Parameters<ErasureStore['prune']>[0]

const AGED = `SELECT conversationId, head FROM rt_conversations
  WHERE oldestAt < ? ORDER BY oldestAt LIMIT 1`
const OLDEST = `SELECT seq, createdAt, _id, reactions FROM rt_entries
  WHERE conversationId = ? ORDER BY seq LIMIT ?`

/** Goes from one log with something to drop to the next, so that a step costs what it drops. */
export function createRetention(queries: Queries) {
  function prune({ before, limit }: Step): { removed: number; isDone: boolean } {
    let entries = 0
    while (entries < limit) {
      const aged = queries.first(AGED, before)
      if (!aged) break
      entries += pruneLog(aged, before, limit - entries)
    }
    const notifications = pruneInboxes(before, limit)
    return { removed: entries + notifications, isDone: entries < limit && notifications < limit }
  }

  function pruneLog(aged: Row, before: string, limit: number): number {
    const conversationId = text(aged, 'conversationId')
    const head = integer(aged, 'head')
    // One more than may go: the newest entry always stays, so the last of these does.
    const oldest = queries.all(OLDEST, conversationId, limit + 1)
    const isKept = (row: Row) => integer(row, 'seq') === head || text(row, 'createdAt') >= before
    const next = oldest.find((row, i) => i === limit || isKept(row))
    if (!next) throw new Error(`The log of ${conversationId} ends before its head`)
    const end = oldest.indexOf(next)
    for (const row of oldest.slice(0, end)) forgetReactions(row)
    queries.run(
      'DELETE FROM rt_entries WHERE conversationId = ? AND seq < ?',
      conversationId,
      integer(next, 'seq'),
    )
    queries.run(
      'UPDATE rt_conversations SET oldestAt = ? WHERE conversationId = ?',
      integer(next, 'seq') === head ? null : text(next, 'createdAt'),
      conversationId,
    )
    return end
  }

  function forgetReactions(row: Row) {
    const reactions = object(row, 'reactions') as Message['reactions']
    if (reactions) keepReactions(queries, text(row, '_id'), reactions, undefined)
  }

  /** Rowids follow time, so what is older stands first. */
  function pruneInboxes(before: string, limit: number): number {
    const oldest = queries.all(
      'SELECT n, createdAt FROM rt_notifications ORDER BY n LIMIT ?',
      limit,
    )
    const kept = oldest.findIndex((row) => text(row, 'createdAt') >= before)
    const last = oldest.at(kept < 0 ? -1 : kept - 1)
    if (!last || kept === 0) return 0
    return queries.run('DELETE FROM rt_notifications WHERE n <= ?', integer(last, 'n'))
  }

  return prune
}
