import type { MemberEntry } from '@monhub/realtime-protocol'
import type { MemberStore } from '../types'
import { insertChange } from './changeRows'
import type { Queries } from './database'
import { countEntry, placeOf } from './place'
import { fromDriver, text } from './values'

type MemberChange = Parameters<MemberStore['updateMembers']>[0]

// In one row: a driver takes longer for a hundred rows than SQLite to write the whole message.
const MEMBERS = `SELECT json_group_array(userId) AS userIds FROM rt_members
  WHERE conversationId = ?`

const MEMBER = 'SELECT 1 FROM rt_members WHERE userId = ? AND conversationId = ?'

export function membersOf(queries: Queries, conversationId: string): string[] {
  const userIds: unknown = JSON.parse(text(queries.one(MEMBERS, conversationId), 'userIds'))
  return Array.isArray(userIds) ? userIds.map((userId) => fromDriver(String(userId))) : []
}

export const isMember = (queries: Queries, conversationId: string, userId: string): boolean =>
  queries.first(MEMBER, userId, conversationId) !== undefined

/** Lists a conversation for exactly these members. */
export function listFor(
  queries: Queries,
  conversationId: string,
  memberIds: Iterable<string>,
): { added: string[]; removed: string[] } {
  const before = new Set(membersOf(queries, conversationId))
  const after = new Set(memberIds)
  const added = [...after].filter((userId) => !before.has(userId))
  const removed = [...before].filter((userId) => !after.has(userId))
  for (const userId of added) {
    queries.run(
      'INSERT INTO rt_members (userId, conversationId) VALUES (?, ?)',
      userId,
      conversationId,
    )
  }
  for (const userId of removed) {
    queries.run(
      'DELETE FROM rt_members WHERE userId = ? AND conversationId = ?',
      userId,
      conversationId,
    )
  }
  return { added, removed }
}

export function createMembers(queries: Queries) {
  const members = (conversationId: string) => membersOf(queries, conversationId)

  function updateMembers({ conversationId, actorId, add, remove }: MemberChange) {
    const after = new Set([...members(conversationId), ...add])
    for (const userId of remove) after.delete(userId)
    const memberIds = [...after]
    const { added, removed } = listFor(queries, conversationId, memberIds)
    if (added.length === 0 && removed.length === 0) return { memberIds }

    const place = placeOf(queries, conversationId)
    const entry: MemberEntry = {
      kind: 'member',
      conversationId,
      seq: (place?.head ?? 0) + 1,
      actorId,
      added,
      removed,
      createdAt: new Date().toISOString(),
    }
    insertChange(queries, entry)
    countEntry(queries, place, { conversationId, movesUp: false })
    return { entry, memberIds }
  }

  return { members, updateMembers }
}
