import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Database } from './database'
import { hueOf } from './hue'

const User = v.object({ id: v.string(), name: v.string(), hue: v.number() })
export type User = v.InferOutput<typeof User>
export type Users = ReturnType<typeof createUsers>

/** Everybody who ever signed in. A name is a person: there are no passwords in this demo. */
export function createUsers(db: Database) {
  const insert = db.prepare(
    'INSERT INTO users (id, name, name_key, hue) VALUES (?, ?, ?, ?) ON CONFLICT (name_key) DO NOTHING',
  )
  const selectByName = db.prepare('SELECT id, name, hue FROM users WHERE name_key = ?')
  const selectById = db.prepare('SELECT id, name, hue FROM users WHERE id = ?')
  const selectAll = db.prepare('SELECT id, name, hue FROM users ORDER BY name_key')

  const find = (id: string) => v.parse(v.array(User), selectById.all(id))[0]

  return {
    find,
    all: () => v.parse(v.array(User), selectAll.all()),

    signIn(name: string): { user: User; isNew: boolean } {
      const key = name.toLocaleLowerCase('en')
      const { changes } = insert.run(randomUUID(), name, key, hueOf(key))
      return { user: v.parse(User, selectByName.all(key)[0]), isNew: changes > 0 }
    },

    areKnown: (ids: readonly string[]) => ids.every((id) => find(id) !== undefined),

    /** What clients are told of a message's sender. */
    profiles: (ids: readonly string[]) =>
      ids.flatMap((id) => find(id) ?? []).map(({ id, name, hue }) => ({ _id: id, name, hue })),
  }
}
