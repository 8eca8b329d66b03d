import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, range, seqsOf } from '../contract/drafts'
import { DRIVERS, type Handle } from './drivers'
import { temporaryFile } from './file'
import { watched } from './watched'

describe.each(DRIVERS)('sqliteStore on %s, asked for many writes at once', (_, driver) => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let db: Handle
  let store: RealtimeStore
  let executed: string[]
  beforeEach(async () => {
    file = await temporaryFile()
    db = driver(file.path)
    executed = []
    store = sqliteStore(watched(db, { onExec: (sql) => executed.push(sql) }))
  })
  afterEach(async () => {
    await store.close()
    db.close()
    await file.remove()
  })

  const append = (text: string) => store.append(direct('ann', 'bob', { text }))
  const stored = async () => {
    const { messages, head } = await store.history({ conversationId: annAndBob, limit: 999 })
    expect(seqsOf(messages)).toEqual(range(1, head))
    return messages.map(({ text }) => text)
  }
  const commits = () => executed.filter((sql) => sql === 'COMMIT').length
  const failing = (texts: string[], trigger: string) => {
    const list = texts.map((text) => `'${text}'`).join(', ')
    db.exec(`CREATE TRIGGER rt_test AFTER INSERT ON rt_entries WHEN new.text IN (${list})
             BEGIN ${trigger}; END`)
  }
  const outcomes = async (texts: string[]) =>
    (await Promise.allSettled(texts.map(append))).map((result) =>
      result.status === 'fulfilled' ? result.value!.message.seq : String(result.reason),
    )

  it('stores them in one transaction, in the order they were asked for', async () => {
    await store.ping()
    executed = []
    const texts = range(1, 20).map(String)
    expect(await outcomes(texts)).toEqual(range(1, 20))
    expect(executed).toEqual(['BEGIN IMMEDIATE', 'COMMIT'])
    expect(await stored()).toEqual(texts)
  })

  it('bounds the batch and lets the event loop turn in between', async () => {
    await store.ping()
    executed = []
    const texts = range(1, 820).map(String)
    const atTurn = new Set<number>()
    const all = outcomes(texts)
    let isDone = false
    void all.then(() => {
      isDone = true
    })
    while (!isDone) {
      await turnOfTheLoop()
      atTurn.add(commits())
    }
    expect(await all).toEqual(range(1, 820))
    expect(commits()).toBeGreaterThanOrEqual(5)
    expect(atTurn).toEqual(new Set([...atTurn, ...range(1, commits())]))
    expect(await stored()).toEqual(texts)
  })

  it('undoes and rejects only the one that fails in its middle', async () => {
    failing(['broken'], `SELECT RAISE(ABORT, 'no')`)
    const results = await outcomes(['one', 'broken', 'two', 'broken', 'three'])
    expect(results).toEqual([1, expect.stringMatching('no'), 2, expect.stringMatching('no'), 3])
    expect(await stored()).toEqual(['one', 'two', 'three'])
    executed = []
    expect(await outcomes(['four', 'five'])).toEqual([4, 5])
    expect(executed.filter((sql) => sql.startsWith('SAVEPOINT'))).toEqual([])
  })

  it('rejects only the one whose arguments cannot be stored', async () => {
    const appends = [
      append('one'),
      store.append(direct('ann', 'bob', { metadata: { price: 1n } })),
      append('two'),
    ]
    const results = await Promise.allSettled(appends)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await stored()).toEqual(['one', 'two'])
  })

  it('rejects all of a batch whose commit fails, and nothing of it is stored', async () => {
    db.exec(`PRAGMA foreign_keys = ON;
             CREATE TABLE parents (id INTEGER PRIMARY KEY);
             CREATE TABLE children (id REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`)
    failing(['broken'], 'INSERT INTO children VALUES (1)')
    await fill(store, 1)
    const results = await outcomes(['one', 'broken', 'two'])
    expect(results).toEqual(range(1, 3).map((): unknown => expect.stringMatching(/FOREIGN KEY/i)))
    expect(await stored()).toEqual(['ann 1'])
    expect(await outcomes(['three'])).toEqual([2])
  })

  it('rejects whatever shared a transaction that SQLite gave up, and stores what comes after', async () => {
    failing(['broken'], `SELECT RAISE(ROLLBACK, 'gone')`)
    const results = await outcomes(['one', 'two', 'broken', 'three', 'four'])
    const gone = expect.stringMatching('gone')
    expect(results).toEqual([gone, gone, gone, 1, 2])
    expect(await stored()).toEqual(['three', 'four'])
  })

  it('answers nothing before the commit', async () => {
    const other = driver(file.path)
    const seen: number[] = []
    await Promise.all(
      range(1, 20).map(async (i) => {
        const { message } = (await store.append(group(`g${i % 3}`, 'ann', ['ann'])))!
        const [row] = other
          .prepare('SELECT count(*) AS n FROM rt_entries WHERE _id = ?')
          .all(message._id) as { n: number }[]
        seen.push(row?.n ?? 0)
      }),
    )
    other.close()
    expect(seen).toEqual(range(1, 20).map(() => 1))
  })

  it('leaves no transaction open from one turn to the next, so that the app may use the handle', async () => {
    db.exec('CREATE TABLE listings (id INTEGER)')
    const texts = range(1, 150).map(String)
    const all = outcomes(texts)
    for (let i = 0; i < 20; i++) {
      db.exec(`BEGIN IMMEDIATE; INSERT INTO listings VALUES (${i}); COMMIT`)
      await turnOfTheLoop()
    }
    expect(await all).toEqual(range(1, 150))
    expect(db.prepare('SELECT count(*) AS n FROM listings').all()).toMatchObject([{ n: 20 }])
  })
})
