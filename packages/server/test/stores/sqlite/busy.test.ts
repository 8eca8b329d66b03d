import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import { annAndBob, direct, fill, range } from '../contract/drafts'
import { DRIVERS, type Handle } from './drivers'
import { temporaryFile } from './file'

/** The handle, and a promise of the first time it refused to work. */
function watched(handle: Handle) {
  let onRefusal = () => {}
  const refused = new Promise<void>((resolve) => {
    onRefusal = resolve
  })
  const db: Handle = {
    prepare: (sql) => handle.prepare(sql),
    close: () => handle.close(),
    exec(sql) {
      try {
        return handle.exec(sql)
      } catch (error) {
        onRefusal()
        throw error
      }
    },
  }
  return { db, refused }
}

describe.each(DRIVERS)('sqliteStore on %s, while another process writes', (_, driver) => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let other: Handle
  let mine: ReturnType<typeof watched>
  beforeEach(async () => {
    file = await temporaryFile()
    other = driver(file.path)
    mine = watched(driver(file.path))
  })
  afterEach(async () => {
    other.close()
    mine.db.close()
    await file.remove()
  })

  it('tries again, keeps the order and answers reads meanwhile', async () => {
    const store = sqliteStore(mine.db)
    await fill(store, 1)
    other.exec('BEGIN IMMEDIATE')
    const appends = range(1, 5).map((i) => store.append(direct('ann', 'bob', { text: `n${i}` })))
    await mine.refused
    expect((await store.history({ conversationId: annAndBob, limit: 9 })).head).toBe(1)
    other.exec('COMMIT')
    const texts = (await Promise.all(appends)).map(({ message }) => [message.seq, message.text])
    expect(texts).toEqual(range(1, 5).map((i) => [i + 1, `n${i}`]))
  })

  it('gives up after busyTimeoutMs, with nothing written', async () => {
    const store = sqliteStore(mine.db, { busyTimeoutMs: 20 })
    other.exec('BEGIN IMMEDIATE')
    const appends = [store.append(direct('ann', 'bob')), store.append(direct('ann', 'bob'))]
    for (const append of appends) await expect(append).rejects.toThrow(/locked/)
    await expect(store.ping()).rejects.toThrow(/locked/)
    other.exec('COMMIT')
    const { message } = await store.append(direct('ann', 'bob'))
    expect(message.seq).toBe(1)
  })

  it('makes its tables later when the file is busy at first', async () => {
    other.exec('CREATE TABLE listings (id TEXT)')
    other.exec('BEGIN EXCLUSIVE')
    const store = sqliteStore(mine.db)
    const append = store.append(direct('ann', 'bob'))
    await mine.refused
    other.exec('COMMIT')
    expect((await append).message.seq).toBe(1)
  })
})
