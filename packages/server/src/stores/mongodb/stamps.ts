import { peerOf } from '@monhub/realtime-protocol'
import type { Collections, Fields } from './database'
import type { Ids } from './ids'
import { has } from './rows'
import { integer, text, toRow } from './values'

export type Stamps = ReturnType<typeof createStamps>

/**
 * `isRead` and `readAt` of direct messages follow the peer's cursor. A cursor says in `stampedTo`
 * how far they do: whatever a crash left between that and `upTo` is stamped by whoever sees it.
 */
export function createStamps({ messages, cursors }: Collections, ids: Ids) {
  /** Stamps up to a cursor as it was read; it does not move before that is done. */
  async function settle(cursor: Fields): Promise<void> {
    const conversationId = text(cursor, 'conversationId')
    const userId = text(cursor, 'userId')
    const upTo = integer(cursor, 'upTo')
    const stampedTo = integer(cursor, 'stampedTo')
    if (stampedTo >= upTo) return
    const peerId = stampedPeerOf(conversationId, userId)
    if (peerId !== undefined) {
      await messages.updateMany(
        {
          conversationId,
          seq: { $gt: stampedTo, $lte: upTo },
          senderId: { $in: ids.formsOf(peerId) },
          isRead: { $ne: true },
        },
        { $set: { isRead: true, readAt: cursor.readAt } },
      )
    }
    await cursors.updateOne({ conversationId, userId }, { $max: { stampedTo: upTo } })
  }

  /** Rows of the log as they are when every cursor that covers them has left its stamps. */
  async function complete<Found extends { rows: Fields[] }>(
    read: () => Promise<Found>,
  ): Promise<Found> {
    const found = await read()
    const unread = found.rows.filter((row) => row.isRead !== true && has(row, 'receiverId'))
    if (unread.length === 0) return found
    const conversationIds = [...new Set(unread.map((row) => row.conversationId))]
    const rows = await cursors.find({ conversationId: { $in: conversationIds } }).toArray()
    const left = rows.map(toRow).filter((row) => integer(row, 'stampedTo') < integer(row, 'upTo'))
    if (left.length === 0) return found
    await Promise.all(left.map(settle))
    return read()
  }

  return { settle, complete }
}

/**
 * Whose messages a reader stamps: the peer's in a direct conversation. Not those of a stranger whom
 * the app lets in, for the sender would be told that the peer has read; nor one's own.
 */
export function stampedPeerOf(conversationId: string, userId: string): string | undefined {
  const peerId = peerOf(conversationId, userId)
  return peerId === userId ? undefined : peerId
}
