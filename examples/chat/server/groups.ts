import { randomUUID } from 'node:crypto'
import type { RealtimeStore } from '@monhub/realtime-server'
import * as v from 'valibot'
import type { Database } from './database'
import { hueOf } from './hue'

const Group = v.object({ id: v.string(), name: v.string(), hue: v.number() })
export type Group = v.InferOutput<typeof Group>
export type Groups = ReturnType<typeof createGroups>

const PAGE = 100

/** The names of groups. Who is in one is kept by the store of the real-time layer. */
export function createGroups(db: Database, store: RealtimeStore) {
  const insert = db.prepare('INSERT INTO group_names (id, name, hue) VALUES (?, ?, ?)')
  const selectById = db.prepare('SELECT id, name, hue FROM group_names WHERE id = ?')

  const find = (id: string) => v.parse(v.array(Group), selectById.all(id))[0]

  return {
    /** A group with a name and nobody in it. */
    create(name: string): Group {
      const id = randomUUID()
      const group = { id, name, hue: hueOf(id) }
      insert.run(group.id, group.name, group.hue)
      return group
    },

    /** The group, if this user is in it, and with whom. */
    async open(id: string, userId: string): Promise<{ group: Group; memberIds: string[] } | null> {
      const group = find(id)
      const memberIds = group ? await store.members(id) : []
      return group && memberIds.includes(userId) ? { group, memberIds } : null
    },

    /** Every group this user is in. */
    async of(userId: string): Promise<Group[]> {
      const groups: Group[] = []
      let before: string | undefined
      do {
        const page = await store.conversations({ userId, before, limit: PAGE, unreadCap: 1 })
        groups.push(...page.conversations.flatMap((it) => find(it.conversationId) ?? []))
        before = page.next
      } while (before !== undefined)
      return groups
    },
  }
}
