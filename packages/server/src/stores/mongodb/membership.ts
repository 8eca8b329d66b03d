import type { MemberEntry } from '@monhub/realtime-protocol'
import { activityOf } from './activity'
import { isDuplicateKey } from './contention'
import type { Collections, Fields } from './database'
import { has } from './rows'
import { id, integer, toRow, userIds } from './values'

/**
 * Applies an entry to the members that a conversation lists, once, whoever else does it at the
 * same time. The first one lists the conversation.
 */
export function createMembership({ conversations }: Collections) {
  return async function apply(row: Fields, entry: MemberEntry): Promise<void> {
    const { conversationId: _id, seq } = entry
    const found = await conversations.findOne({ _id }, { readConcern: { level: 'local' } })
    const before = found === null ? {} : toRow(found)
    if (has(before, 'membersSeq') && integer(before, 'membersSeq') >= seq) return
    const memberIds = membersAfter(userIds(before, 'memberIds'), entry)
    const isDone = await replace({
      filter: { _id, membersSeq: before.membersSeq ?? null },
      update: {
        $set: { memberIds, membersSeq: seq },
        $setOnInsert: { activity: activityOf({ _id: id(row, '_id'), createdAt: entry.createdAt }) },
      },
    })
    // Somebody else applied one meanwhile, and they only ever go forth.
    if (!isDone) await apply(row, entry)
  }

  async function replace({ filter, update }: { filter: Fields; update: Fields }): Promise<boolean> {
    try {
      await conversations.updateOne(filter, update, { upsert: true })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }
}

export function membersAfter(
  before: readonly string[],
  { added, removed }: Pick<MemberEntry, 'added' | 'removed'>,
): string[] {
  const after = new Set([...before, ...added])
  for (const userId of removed) after.delete(userId)
  return [...after]
}
