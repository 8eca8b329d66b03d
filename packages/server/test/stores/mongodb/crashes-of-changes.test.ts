import type { LogEntry, Message } from '@monhub/realtime-protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mongoStore } from '../../../src/stores/mongodb'
import type { RealtimeStore } from '../../../src/stores/types'
import { edit, group, react, remove } from '../contract/drafts'
import { atEveryWrite, dyingAfter, pausedAt } from './crashes'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

/** A group of its own, with its own users, so that what one case leaves is in nobody's way. */
interface Case {
  id: string
  ann: string
  bob: string
  cy: string
  target: Message
}

const draftOf = ({ id, ann }: Pick<Case, 'id' | 'ann'>) =>
  group(id, ann, [], {
    clientId: 'k',
    text: 'Hello',
    metadata: { price: 7 },
    memberIds: undefined,
  })

const acts: Record<string, (store: RealtimeStore, at: Case) => Promise<unknown>> = {
  'an edit': (store, { target, ann }) => store.change(edit(target, 'Salut', { by: ann })),
  'a deletion': (store, { target, ann }) => store.change(remove(target, ann)),
  'a reaction': (store, { target, ann }) => store.change(react(target, ann, '👍')),
  'a reaction taken back': (store, { target, bob }) => store.change(react(target, bob, '👍', true)),
  'a change of members': (store, { id, ann, bob, cy }) =>
    store.updateMembers({ conversationId: id, actorId: ann, add: [cy], remove: [bob] }),
}

const readers: Record<string, (store: RealtimeStore, at: Case) => Promise<unknown>> = {
  history: (store, { id }) => store.history({ conversationId: id, limit: 9 }),
  entries: (store, { id }) => store.entries({ conversationId: id, after: 0, limit: 9 }),
  messages: (store, { target }) => store.messages([target._id]),
  'unread, of one': (store, { id, bob }) =>
    store.unread({ conversationId: id, userId: bob, cap: 9 }),
  'unread, of all': (store, { bob }) => store.unread({ userId: bob, cap: 9 }),
  'conversations, of whoever stays': (store, { ann }) =>
    store.conversations({ userId: ann, limit: 9, unreadCap: 9 }),
  'conversations, of whoever leaves': (store, { bob }) =>
    store.conversations({ userId: bob, limit: 9, unreadCap: 9 }),
  'conversations, of whoever joins, once somebody read': async (store, { id, cy }) => {
    await store.history({ conversationId: id, limit: 1 })
    return store.conversations({ userId: cy, limit: 9, unreadCap: 9 })
  },
  'append, a repetition': (store, at) => store.append(draftOf(at)),
  members: (store, { id }) => store.members(id),
}

describe.skipIf(!hasServer)('mongoStore whose process dies while it changes something', () => {
  let database: TestDatabase
  /** Another process, which lives. */
  let store: RealtimeStore
  beforeEach(async () => {
    database = await openDatabase()
    store = mongoStore(database.db)
    await store.ping()
  })
  afterEach(() => database.close())

  const dyingStore = (writes: number) => mongoStore(dyingAfter(database.db, writes))

  let cases = 0
  async function prepare(): Promise<Case> {
    const at = { id: 'team', ann: 'ann', bob: 'bob', cy: 'cy' }
    cases++
    for (const key of ['id', 'ann', 'bob', 'cy'] as const) at[key] += `/${cases}/`
    const { id, ann, bob } = at
    await store.updateMembers({ conversationId: id, actorId: ann, add: [ann, bob], remove: [] })
    const { message: target } = (await store.append(draftOf(at)))!
    await store.change(edit(target, 'Bonjour', { metadata: { price: 8 } }))
    await store.change(react(target, bob, '👍'))
    return { ...at, target }
  }

  /** What is seen, without what differs from case to case. */
  const view = async (seen: Promise<unknown>) =>
    JSON.stringify(await seen, (key, value: unknown) =>
      /^(_id|targetId|\w+At)$/.test(key) ? key : value,
    ).replaceAll(/\/\d+\//g, '')

  const isInLog = async ({ id }: Case) =>
    (await database.db.collection('rt_messages').countDocuments({ conversationId: id, seq: 5 })) > 0

  const pairs = Object.keys(acts).flatMap((act) =>
    Object.keys(readers).map((reader) => [act, reader] as const),
  )
  it.each(pairs)('%s: %s sees it once it is in the log, and all of it', async (act, reader) => {
    const run = acts[act]!
    const read = readers[reader]!
    const seenBy = (at: Case) => view(read(store, at))
    const before = await seenBy(await prepare())
    const done = await prepare()
    await run(store, done)
    const after = await seenBy(done)

    let at: Case
    const seen: [boolean, string][] = []
    const writes = await atEveryWrite(
      async (allowed) => {
        at = await prepare()
        await run(dyingStore(allowed), at)
      },
      async () => {
        seen.push([await isInLog(at), await seenBy(at)])
      },
    )
    expect(writes).toBeGreaterThanOrEqual(3)
    expect(seen.map(([isIn]) => isIn)).toEqual([false, ...Array<boolean>(writes).fill(true)])
    expect(seen).toEqual(seen.map(([isIn]) => [isIn, isIn ? after : before]))
  })

  it.each(['an edit', 'a deletion'])(
    '%s leaves nothing of the text before in the log',
    async (act) => {
      let at: Case
      await atEveryWrite(
        async (allowed) => {
          at = await prepare()
          await acts[act]!(dyingStore(allowed), at)
        },
        async (allowed) => {
          await store.history({ conversationId: at.id, limit: 9 })
          const raw = await database.db
            .collection('rt_messages')
            .find({ conversationId: at.id })
            .toArray()
          if (allowed > 0) expect(JSON.stringify(raw)).not.toMatch(/Hello|Bonjour|price/)
          else expect(JSON.stringify(raw)).toMatch(/Bonjour/)
        },
      )
    },
  )

  it('applies what several left in the order of the log, whoever reads first', async () => {
    const at = await prepare()
    // Each dies with its entry in the log and nothing applied.
    const { target, ann, bob } = at
    for (const text of ['one', 'two', 'three']) {
      // The one before is settled by this one's own settling, but for the last step.
      await expect(dyingStore(1).change(edit(target, text, { by: ann }))).rejects.toThrow('died')
    }
    await expect(dyingStore(1).change(react(target, ann, '🎉'))).rejects.toThrow('died')
    await expect(dyingStore(1).change(react(target, bob, '👍', true))).rejects.toThrow('died')
    const [message] = await store.messages([target._id])
    expect(message).toMatchObject({ text: 'three', reactions: { '🎉': [ann] }, rev: 9 })
    const { entries } = await store.entries({
      conversationId: at.id,
      after: 2,
      limit: 9,
    })
    expect(entries.map(textOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'three',
      undefined,
      undefined,
    ])
  })

  it('counts as joining and leaving what is true after what a crash left', async () => {
    const { id, ann, bob, cy } = await prepare()
    const change = { conversationId: id, actorId: ann }
    const dies = dyingStore(1).updateMembers({ ...change, add: [cy], remove: [bob] })
    await expect(dies).rejects.toThrow('died')
    const { entry, memberIds } = await store.updateMembers({
      ...change,
      add: [bob, cy],
      remove: [],
    })
    expect(entry).toMatchObject({ seq: 6, added: [bob], removed: [] })
    expect(memberIds).toEqual([ann, cy, bob])
  })

  it.each([
    ['a change of members', 'rt_conversations'],
    ['an edit', 'rt_messages'],
  ])('%s that comes late undoes nothing newer', async (act, collection) => {
    const at = await prepare()
    const slow = pausedAt(database.db, { collection, method: 'updateOne' })
    const late = acts[act]!(mongoStore(slow.db), at)
    await slow.reached
    const { id, ann, cy, target } = at
    await store.updateMembers({ conversationId: id, actorId: ann, add: ['dan'], remove: [cy] })
    await store.change(edit(target, 'newer', { by: ann }))
    slow.release()
    await late
    expect(await store.members(id)).toEqual([
      ann,
      ...(collection === 'rt_messages' ? [at.bob] : []),
      'dan',
    ])
    expect((await store.messages([target._id]))[0]).toMatchObject({ text: 'newer', rev: 7 })
  })

  it('makes a group whole whose first entry is all there is', async () => {
    const id = `new${cases}`
    const change = { conversationId: id, actorId: 'ann', add: ['ann', 'bob'], remove: [] }
    const dies = dyingStore(1).updateMembers(change)
    await expect(dies).rejects.toThrow('died')
    const again = await store.updateMembers(change)
    expect(again).toEqual({ memberIds: ['ann', 'bob'] })
    const list = await store.conversations({
      userId: 'bob',
      limit: 9,
      unreadCap: 9,
    })
    expect(list.conversations).toEqual([
      { conversationId: id, memberIds: ['ann', 'bob'], unreadCount: 0 },
    ])
  })
})

const textOf = (entry: LogEntry) => (entry.kind === 'edit' ? entry.text : undefined)
