import type { LogEntry } from '@monhub/realtime-protocol'
import type { Collections, Fields } from './database'
import type { Settling } from './settling'
import { toRow, userIds } from './values'

export type Roster = ReturnType<typeof createRoster>

/** Who is in a group. */
export function createRoster({ conversations }: Collections, settling: Settling) {
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

  return { listed, before }
}
