import type { LogEntry } from '@monhub/realtime-protocol'
import type { Collections, Fields } from './database'
import type { Place, Places } from './places'
import type { Settling } from './settling'
import { toRow, userIds } from './values'

export type Roster = ReturnType<typeof createRoster>

/** Who is in a group. */
export function createRoster(
  { messages, conversations }: Collections,
  { places, settling }: { places: Places; settling: Settling },
) {
  /** As far as entries have been applied. */
  async function listed(conversationId: string, readConcern?: Fields): Promise<string[]> {
    const found = await conversations.findOne(
      { _id: conversationId },
      { projection: { memberIds: 1 }, ...(readConcern && { readConcern }) },
    )
    return found === null ? [] : userIds(toRow(found), 'memberIds')
  }

  /**
   * Who was in it when a place of the log was next. True of whatever is inserted there: another
   * change of members meanwhile takes the place.
   */
  async function before(place: Pick<LogEntry, 'conversationId' | 'seq'>): Promise<string[]> {
    await settling.settle(place.conversationId, place.seq - 1)
    return listed(place.conversationId, { level: 'local' })
  }

  /**
   * The next place of the log, if the user is a member there. What takes long comes first, so that
   * other processes do not take the place meanwhile; `prepare` too, which may run again.
   */
  async function nextFor(
    { conversationId, userId }: { conversationId: string; userId: string },
    prepare?: (at: Place) => Promise<void>,
  ): Promise<Place | undefined> {
    const looked = await places.next(conversationId)
    const memberIds = await before({ conversationId, seq: looked.seq })
    if (!memberIds.includes(userId)) return undefined
    await prepare?.(looked)
    const place = await places.next(conversationId, { _id: looked._id, now: looked.createdAt })
    const isStill = !(await changes(conversationId, { $gte: looked.seq, $lt: place.seq }))
    return isStill ? place : nextFor({ conversationId, userId }, prepare)
  }

  const changes = async (conversationId: string, seq: { $gte: number; $lt: number }) =>
    seq.$gte < seq.$lt &&
    (await messages.findOne(
      { conversationId, kind: 'member', seq },
      { projection: { _id: 1 }, readConcern: { level: 'local' } },
    )) !== null

  return { listed, before, nextFor }
}
