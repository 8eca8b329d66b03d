import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStore } from '../../../src/stores/sqlite'
import type { OpenedStore } from '../contract'
import type { Driver } from './drivers'

/** A folder of its own for one database file. */
export async function temporaryFile() {
  const folder = await mkdtemp(join(tmpdir(), 'realtime-sqlite-'))
  return {
    path: join(folder, 'chat.db'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** An empty store on a file of its own. */
export const openOnFile = (driver: Driver) => async (): Promise<OpenedStore> => {
  const { path, remove } = await temporaryFile()
  let handle = driver(path)
  const store = sqliteStore(handle)
  return {
    store,
    async reopen() {
      await store.close()
      handle.close()
      handle = driver(path)
      return sqliteStore(handle)
    },
    async close() {
      await store.close()
      handle.close()
      await remove()
    },
  }
}
