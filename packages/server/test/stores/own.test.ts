import { readFileSync } from 'node:fs'
import { memoryStore, type RealtimeStore } from '@monhub/realtime-server'
import { expect, it } from 'vitest'
import { describeStore } from './contract'

// <own>
/** Versions are kept here, the rest in memory until it is written too. */
function ownStore(): RealtimeStore {
  const rest = memoryStore()
  const told = new Map<string, Map<string, string>>()
  let latest = Date.now()
  return {
    ...rest,
    name: 'own',
    async bumpVersion({ userIds, type }) {
      await rest.ping() // rejects once the store is closed
      const version = (++latest).toString(36)
      const byUser = (userIds !== 'all' && told.get(type)) || new Map<string, string>()
      for (const userId of userIds === 'all' ? [''] : userIds) byUser.set(userId, version)
      told.set(type, byUser)
      return version
    },
    async versions(userId) {
      await rest.ping()
      const own = [...told].map(([type, byUser]) => [type, byUser.get(userId) ?? byUser.get('')])
      return new Map(own.filter((pair): pair is [string, string] => pair[1] !== undefined))
    },
    async eraseUser(step) {
      const result = await rest.eraseUser(step)
      if (result.isDone) for (const byUser of told.values()) byUser.delete(step.userId)
      return result
    },
  }
}

describeStore('ownStore', async () => {
  const store = ownStore()
  return { store, close: () => store.close() }
})
// </own>

it('is what docs/stores.md shows', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const [, code] = /\/\/ <own>\n([^]*)\/\/ <\/own>/.exec(read('own.test.ts')) ?? []
  expect(read('../../../../docs/stores.md')).toContain(code)
})
