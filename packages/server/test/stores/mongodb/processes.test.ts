import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyChange } from '@monhub/realtime-protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mongoStore } from '../../../src/stores/mongodb'
import { group, range, seqsOf } from '../contract/drafts'
import { bundle, driver } from './bundle'
import { hasServer, openDatabase, url, type TestDatabase } from './mongo'

describe.skipIf(!hasServer)('mongoStore in several processes on one database', () => {
  let database: TestDatabase
  let folder: string
  let script: string
  beforeEach(async () => {
    database = await openDatabase()
    folder = await mkdtemp(join(tmpdir(), 'realtime-mongodb-'))
    script = await bundle('writer.ts', folder)
  })
  afterEach(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function startWriter(work: {
    name: string
    writers: number
    each: number
    target?: string
  }) {
    const { name, writers, each, target = '' } = work
    const args = [driver, url, database.db.databaseName, name, String(writers), String(each)]
    const child = fork(script, [...args, target], { execArgv: [] })
    const acknowledged: number[] = []
    const ready = new Promise<void>((resolve) => {
      child.on('message', (message) => {
        if (message === 'ready') resolve()
        if (typeof message === 'number') acknowledged.push(message)
      })
    })
    const exit = once(child, 'exit')
    await ready
    return { child, acknowledged, exit }
  }

  async function storedSeqs() {
    const store = mongoStore(database.db)
    const { messages } = await store.history({ conversationId: 'team', limit: 10_000 })
    return seqsOf(messages)
  }

  it('keeps seq free of gaps under 50 writers in two processes', async () => {
    const work = { writers: 25, each: 4 }
    const processes = await Promise.all([
      startWriter({ ...work, name: 'a' }),
      startWriter({ ...work, name: 'b' }),
    ])
    // Both are ready: they make the indexes and write at the same time.
    for (const { child } of processes) child.send('go')
    const exits = await Promise.all(processes.map(({ exit }) => exit))
    expect(exits).toEqual([
      [0, null],
      [0, null],
    ])
    const acknowledged = processes.map((each) => each.acknowledged)
    expect(acknowledged.flat().sort((x, y) => x - y)).toEqual(range(1, 200))
    expect(await storedSeqs()).toEqual(range(1, 200))
    // At the same time indeed: neither was done before the other began.
    expect(Math.min(...acknowledged[0]!)).toBeLessThan(Math.max(...acknowledged[1]!))
    expect(Math.min(...acknowledged[1]!)).toBeLessThan(Math.max(...acknowledged[0]!))
  }, 120_000)

  it('changes one message and one list of members from two processes, in the order of the log', async () => {
    const store = mongoStore(database.db)
    const writers = ['a', 'b'].flatMap((name) => range(0, 4).map((i) => `${name}${i}`))
    const { message } = (await store.append(group('team', 'ann', ['ann', ...writers])))!
    const work = { writers: 5, each: 3, target: message._id }
    const processes = await Promise.all([
      startWriter({ ...work, name: 'a' }),
      startWriter({ ...work, name: 'b' }),
    ])
    for (const { child } of processes) child.send('go')
    expect((await Promise.all(processes.map(({ exit }) => exit))).flat()).toEqual([
      0,
      null,
      0,
      null,
    ])
    const acknowledged = processes.map((each) => each.acknowledged)
    expect(acknowledged.flat().sort((x, y) => x - y)).toEqual(range(2, 121))
    expect(Math.min(...acknowledged[0]!)).toBeLessThan(Math.max(...acknowledged[1]!))
    expect(Math.min(...acknowledged[1]!)).toBeLessThan(Math.max(...acknowledged[0]!))

    const { entries } = await store.entries({ conversationId: 'team', after: 0, limit: 999 })
    let expected = message
    const memberIds = new Set(['ann', ...writers])
    for (const entry of entries) {
      if (entry.kind === 'member') {
        for (const userId of entry.added) memberIds.add(userId)
        for (const userId of entry.removed) memberIds.delete(userId)
      } else if (entry.kind !== 'message') expected = applyChange(expected, entry)
    }
    expect((await store.messages([message._id]))[0]).toEqual(expected)
    expect((await store.members('team')).sort()).toEqual([...memberIds].sort())
    expect(memberIds.size).toBe(21)
    // Of all the texts that were replaced nothing is left.
    const edits = entries.filter((entry) => entry.kind === 'edit')
    expect(edits.filter(({ text }) => text !== undefined)).toEqual([edits.at(-1)])
  }, 120_000)

  it('still has everything that a killed process was told', async () => {
    const writer = await startWriter({ name: 'a', writers: 3, each: 1_000_000 })
    writer.child.on('message', () => {
      if (writer.acknowledged.length >= 50) writer.child.kill('SIGKILL')
    })
    writer.child.send('go')
    expect(await writer.exit).toEqual([null, 'SIGKILL'])
    const stored = await storedSeqs()
    expect(stored).toEqual(range(1, stored.length))
    expect(stored).toEqual(expect.arrayContaining(writer.acknowledged))
    expect(writer.acknowledged.length).toBeGreaterThanOrEqual(50)
    const store = mongoStore(database.db)
    const { conversations } = await store.conversations({ userId: 'bob', limit: 9, unreadCap: 999 })
    expect(conversations).toMatchObject([
      { lastMessage: { seq: stored.length }, unreadCount: stored.length },
    ])
  }, 120_000)
})
