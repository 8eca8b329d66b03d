import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore, type SqliteDatabase } from '../../../src/stores/sqlite'
import { annAndBob, direct, fill, range } from '../contract/drafts'
import { DRIVERS, type Handle } from './drivers'
import { temporaryFile } from './file'
import { watched } from './watched'

/** So many that writers who did not queue would be out of step with each other. */
const REFUSALS = 8

describe.each(DRIVERS)('sqliteStore on %s, while another process writes', (_, driver) => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let other: Handle
  let own: Handle
  let db: SqliteDatabase
  let refused: Promise<void>
  beforeEach(async () => {
    file = await temporaryFile()
    other = driver(file.path)
    own = driver(file.path)
    refused = new Promise((resolve) => {
      let count = 0
      const onRefusal = () => {
        if (++count === REFUSALS) resolve()
      }
      db = watched(own, { onRefusal })
    })
  })
  afterEach(async () => {
    other.close()
    own.close()
    await file.remove()
  })

  it('tries again, keeps the order and answers reads meanwhile', async () => {
    const store = sqliteStore(db)
    await fill(store, 1)
    other.exec('BEGIN IMMEDIATE')
    const appends = range(1, 5).map((i) => store.append(direct('ann', 'bob', { text: `n${i}` })))
    await refused
    expect((await store.history({ conversationId: annAndBob, limit: 9 })).head).toBe(1)
    other.exec('COMMIT')
    const stored = (await Promise.all(appends)).map((result) => result!.message)
    expect(stored.map(({ seq, text }) => [seq, text])).toEqual(
      range(1, 5).map((i) => [i + 1, `n${i}`]),
    )
  })

  it('gives up after busyTimeoutMs, with nothing written', async () => {
    const store = sqliteStore(db, { busyTimeoutMs: 20 })
    other.exec('BEGIN IMMEDIATE')
    const appends = [store.append(direct('ann', 'bob')), store.append(direct('ann', 'bob'))]
    expect(await Promise.allSettled(appends)).toMatchObject([
      { status: 'rejected', reason: { message: expect.stringMatching(/locked/) } },
      { status: 'rejected', reason: { message: expect.stringMatching(/locked/) } },
    ])
    await expect(store.ping()).rejects.toThrow(/locked/)
    other.exec('COMMIT')
    const { message } = (await store.append(direct('ann', 'bob')))!
    expect(message.seq).toBe(1)
  })

  it('closes when the writes that wait are done', async () => {
    const store = sqliteStore(db)
    const done: string[] = []
    other.exec('BEGIN IMMEDIATE')
    const append = store.append(direct('ann', 'bob')).then(() => done.push('append'))
    const close = store.close().then(() => done.push('close'))
    await refused
    other.exec('COMMIT')
    await Promise.all([append, close])
    expect(done).toEqual(['append', 'close'])
  })

  it('makes its tables later when the file is busy at first', async () => {
    other.exec('CREATE TABLE listings (id TEXT)')
    other.exec('BEGIN EXCLUSIVE')
    const store = sqliteStore(db)
    const append = store.append(direct('ann', 'bob'))
    await refused
    other.exec('COMMIT')
    expect((await append)!.message.seq).toBe(1)
  })
})
