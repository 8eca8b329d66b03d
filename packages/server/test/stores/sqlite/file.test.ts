import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import { annAndBob, direct, fill, nextMillisecond, range, seqsOf } from '../contract/drafts'
import { DRIVERS, type Handle } from './drivers'
import { temporaryFile } from './file'

describe.each(DRIVERS)('sqliteStore on %s', (_, driver) => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  const handles: Handle[] = []
  const open = () => {
    const handle = driver(file.path)
    handles.push(handle)
    return handle
  }
  beforeEach(async () => {
    file = await temporaryFile()
  })
  afterEach(async () => {
    for (const handle of handles.splice(0)) handle.close()
    await file.remove()
  })

  it('refuses a file that a newer version wrote, leaves it alone and says what to do', async () => {
    const db = open()
    sqliteStore(db)
    db.exec(`UPDATE rt_meta SET value = 99 WHERE key = 'schema'`)
    expect(() => sqliteStore(open())).toThrow(/schema 99.*install the newer version/s)
    expect(db.prepare(`SELECT value FROM rt_meta WHERE key = 'schema'`).all()).toMatchObject([
      { value: 99 },
    ])
  })

  it('syncs every commit and never waits inside the driver', () => {
    const db = open()
    db.exec('PRAGMA busy_timeout = 5000')
    sqliteStore(db)
    const pragma = (name: string) =>
      Object.values(db.prepare(`PRAGMA ${name}`).all()[0] as Record<string, unknown>)
    expect(pragma('journal_mode')).toEqual(['wal'])
    expect(pragma('synchronous')).toEqual([2])
    expect(pragma('busy_timeout')).toEqual([0])
  })

  it('takes a driver that binds values one by one only, as `node:sqlite` does', async () => {
    const db = open()
    const oneByOne = (values: unknown[]) => {
      if (values.some((value) => Array.isArray(value)))
        throw new TypeError('Unknown named parameter')
    }
    const store = sqliteStore({
      exec: (sql) => db.exec(sql),
      prepare: (sql) => {
        const statement = db.prepare(sql)
        return {
          run: (...values) => (oneByOne(values), statement.run(...values)),
          all: (...values) => (oneByOne(values), statement.all(...values)),
        }
      },
    })
    await fill(store, 2)
    const { messages } = await store.history({ conversationId: annAndBob, limit: 9 })
    expect(seqsOf(messages)).toEqual([1, 2])
  })

  it('lives beside tables of the app and leaves its user_version alone', async () => {
    const db = open()
    db.exec('CREATE TABLE listings (id TEXT); PRAGMA user_version = 7')
    await fill(sqliteStore(db), 1)
    expect(db.prepare('PRAGMA user_version').all()).toMatchObject([{ user_version: 7 }])
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all()
    const foreign = (tables as { name: string }[]).filter(({ name }) => !/^(rt|sqlite)_/.test(name))
    expect(foreign.map(({ name }) => name)).toEqual(['listings'])
  })

  it('leaves no statement open, so that another connection can empty the write-ahead log', async () => {
    const store = sqliteStore(open())
    await fill(store, 3)
    const read = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: 'now' }
    await store.markRead(read)
    await store.append(direct('ann', 'bob', { clientId: 'k' }))
    await store.append(direct('ann', 'bob', { clientId: 'k' }))
    await store.history({ conversationId: annAndBob, limit: 1 })
    await store.conversations({ userId: 'bob', limit: 1, unreadCap: 1 })
    await store.bumpVersion({ userIds: ['bob'], type: 't' })
    await store.addNotification({ userId: 'bob', type: 't', title: 't', message: 'm' })
    const [checkpoint] = open().prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
    expect(checkpoint).toMatchObject({ busy: 0, log: 0 })
  })

  it('keeps the stamps of messages that were read before they were imported', async () => {
    const db = open()
    const store = sqliteStore(db)
    await fill(store, 2)
    db.exec(`UPDATE rt_entries SET isRead = 1, readAt = 'long ago' WHERE seq = 1`)
    const move = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: 'now' }
    const { covered } = await store.markRead(move)
    expect(covered.map(({ readAt }) => readAt)).toEqual(['long ago', 'now'])
  })

  it('rejects what a full disk cannot hold and goes on without a gap when there is room', async () => {
    const db = open()
    const store = sqliteStore(db)
    await fill(store, 3)
    const [pages] = db.prepare('PRAGMA page_count').all() as { page_count: number }[]
    db.exec(`PRAGMA max_page_count = ${pages!.page_count + 4}`)
    const large = (i: number) =>
      direct('ann', 'bob', { clientId: `large ${i}`, text: 'x'.repeat(3000) })
    const results = await Promise.allSettled(range(1, 20).map((i) => store.append(large(i))))
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(10)
    expect(String((refused[0] as PromiseRejectedResult).reason)).toMatch(/full/)
    const stored = 3 + results.length - refused.length

    const page = await store.history({ conversationId: annAndBob, limit: 100 })
    expect(page.head).toBe(stored)
    expect(seqsOf(page.messages)).toEqual(range(1, stored))

    db.exec('PRAGMA max_page_count = 100000')
    const retried = (await store.append(large(20)))!
    expect([retried.duplicate, retried.message.seq]).toEqual([false, stored + 1])
    expect(db.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }])
  })

  it('undoes the whole step when a statement in its middle fails', async () => {
    const db = open()
    // Tried again only while the file is busy: this long a wait would time the test out.
    const store = sqliteStore(db, { busyTimeoutMs: 600_000 })
    await fill(store, 1)
    db.exec(`CREATE TRIGGER rt_test BEFORE UPDATE ON rt_conversations
             BEGIN SELECT RAISE(ABORT, 'broken'); END`)
    await expect(store.append(direct('ann', 'bob', { clientId: 'k' }))).rejects.toThrow('broken')
    db.exec('DROP TRIGGER rt_test')
    const page = await store.history({ conversationId: annAndBob, limit: 9 })
    expect([seqsOf(page.messages), page.head]).toEqual([[1], 1])
    const again = (await store.append(direct('ann', 'bob', { clientId: 'k' })))!
    expect([again.duplicate, again.message.seq]).toEqual([false, 2])
  })

  it('writes on ping, which rejects when the file cannot be written to', async () => {
    const db = open()
    const store = sqliteStore(db)
    const watcher = open()
    const dataVersion = () => watcher.prepare('PRAGMA data_version').all()
    await store.ping()
    await nextMillisecond()
    const before = dataVersion()
    await store.ping()
    expect(dataVersion()).not.toEqual(before)
    db.exec('PRAGMA query_only = 1')
    await expect(store.ping()).rejects.toThrow(/readonly/)
  })
})
