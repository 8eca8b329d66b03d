import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import type { RealtimeStore } from '../../../src/stores/types'
import {
  annAndBob,
  direct,
  edit,
  fill,
  group,
  nextMillisecond,
  range,
  react,
  remove,
} from '../contract/drafts'
import { DRIVERS, type Handle } from './drivers'
import { temporaryFile } from './file'
import { watched } from './watched'

describe.each(DRIVERS)('sqliteStore on %s', (_, driver) => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let db: Handle
  let store: RealtimeStore
  let prepared: Set<string>
  beforeEach(async () => {
    file = await temporaryFile()
    db = driver(file.path)
    prepared = new Set()
    store = sqliteStore(watched(db, { onPrepare: (sql) => prepared.add(sql) }))
  })
  afterEach(async () => {
    await store.close()
    db.close()
    await file.remove()
  })

  const rows = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[]
  const readAt = '2026-01-01T00:00:00.000Z'

  /** Every verb at least once, and most branches. */
  async function useEverything() {
    const draft = direct('ann', 'bob')
    const { message } = (await store.append(draft))!
    await store.append(draft)
    await store.append(group('team', 'ann', ['ann', 'bob']))
    await store.append(group('team', 'ann', ['ann', 'cy']))
    await store.updateMembers({ conversationId: 'team', actorId: 'ann', add: ['dan'], remove: [] })
    await store.change(edit(message, 'one'))
    await store.change(edit(message, 'two'))
    await store.change(react(message, 'bob', '👍'))
    await store.change(react(message, 'bob', '👍', true))
    await store.change(react(message, 'cy', '👍'))
    const one = { conversationId: annAndBob, userId: 'bob', limit: 9, cap: 9 }
    for (const query of [{}, { before: 9 }, { after: 0 }, { around: 1 }]) {
      await store.history({ ...one, ...query })
    }
    await store.entries({ ...one, after: 0 })
    await store.messages([message._id])
    await store.members('team')
    await store.markRead({ ...one, upTo: 1, readAt })
    await store.cursors(annAndBob)
    await store.unread(one)
    await store.unread({ userId: 'bob', cap: 9 })
    await store.conversations({ ...one, unreadCap: 9 })
    const { _id } = await store.addNotification({ ...one, type: 't', title: 't', message: 'm' })
    await store.notifications({ ...one, before: _id })
    await store.unreadNotifications(one)
    await store.markNotifications({ userId: 'bob', ids: [_id], readAt })
    await store.markNotifications({ userId: 'bob', ids: 'all', readAt })
    await store.bumpVersion({ userIds: ['bob'], type: 't' })
    await store.versions('bob')
    await store.setLastSeen({ userId: 'bob', at: readAt })
    await store.lastSeen(['bob'])
    await store.ping()
    await store.change(remove(message))
    await store.eraseUser({ userId: 'bob', limit: 9 })
    await store.prune({ before: '9', limit: 9 })
  }

  it('finds whatever it looks for by an index, so that no call takes longer in a large file', async () => {
    await useEverything()
    const tables = new Set([...prepared].flatMap((sql) => sql.match(/\brt_\w+/g) ?? []))
    expect([...tables].sort()).toEqual([
      'rt_conversations',
      'rt_cursors',
      'rt_entries',
      'rt_last_seen',
      'rt_members',
      'rt_meta',
      'rt_notifications',
      'rt_reactions',
      'rt_versions',
    ])
    const scans = [...prepared]
      .filter((sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/.test(sql))
      .filter((sql) =>
        rows(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', '1')}`).some(({ detail }) =>
          /^SCAN (rt_|[a-z]\b)/.test(String(detail)),
        ),
      )
    // In the order of the rowid, up to a limit.
    expect(scans).toEqual(['SELECT n, createdAt FROM rt_notifications ORDER BY n LIMIT ?'])
  })

  it('lists who reacted as the messages have it, whatever happens to them', async () => {
    const messages = await Promise.all(
      range(1, 6).map(async () => (await store.append(direct('ann', 'bob')))!.message),
    )
    const listed = () =>
      rows(
        'SELECT messageId, reaction, userId FROM rt_reactions ORDER BY messageId, reaction, userId',
      ).map((row) => [row.messageId, row.reaction, row.userId])
    const shown = async () =>
      (await store.messages(messages.map(({ _id }) => _id)))
        .flatMap(({ _id, reactions = {} }) =>
          Object.entries(reactions).flatMap(([reaction, userIds]) =>
            userIds.map((userId) => [_id, reaction, userId]),
          ),
        )
        .sort()

    for (const message of messages) {
      for (const userId of ['ann', 'bob', 'cy']) {
        await store.change(react(message, userId, '+1'))
        await store.change(react(message, userId, '__proto__'))
      }
    }
    await store.change(react(messages[1]!, 'ann', '+1', true))
    await store.change(react(messages[1]!, 'ann', '+1', true))
    expect(listed()).toHaveLength(35)
    expect(listed()).toEqual(await shown())

    await store.change(remove(messages[2]!))
    await store.change(react(messages[2]!, 'ann', '+1'))
    expect(listed()).toHaveLength(29)
    expect(listed()).toEqual(await shown())

    await nextMillisecond()
    await store.prune({ before: new Date().toISOString(), limit: 2 })
    expect(await store.messages([messages[1]!._id])).toEqual([])
    expect(listed()).toHaveLength(18)
    expect(listed()).toEqual(await shown())

    while (!(await store.eraseUser({ userId: 'cy', limit: 2 })).isDone);
    expect(listed()).toHaveLength(12)
    expect(listed()).toEqual(await shown())
  })

  it('prunes in bounded steps over many logs while they go on', async () => {
    const ids = range(1, 30).map((i) => `g${i}`)
    const each = (count: number) =>
      Promise.all(
        ids.flatMap((id) => range(1, count).map(() => store.append(group(id, 'ann', ['ann'])))),
      )
    await each(5)
    await nextMillisecond()
    const before = new Date().toISOString()
    let removed = 0
    let isDone = false
    while (!isDone) {
      const step = await store.prune({ before, limit: 7 })
      expect(step.removed).toBeLessThanOrEqual(7)
      removed += step.removed
      isDone = step.isDone
    }
    expect(removed).toBe(120)
    await each(2)
    // The entries that stayed as the newest ones are older than that too.
    expect(await store.prune({ before, limit: 99 })).toEqual({ removed: 30, isDone: true })
    for (const conversationId of ids) {
      const { entries, head } = await store.entries({ conversationId, after: 0, limit: 99 })
      expect([entries.map(({ seq }) => seq), head]).toEqual([[6, 7], 7])
    }
    expect(rows('SELECT count(*) AS n FROM rt_entries')).toMatchObject([{ n: 60 }])
  })

  it('erases a full inbox and many cursors in bounded steps', async () => {
    for (const i of range(1, 5)) {
      await store.append(group(`g${i}`, 'ann', ['ann', 'bob']))
      await store.markRead({ conversationId: `g${i}`, userId: 'bob', upTo: 1, readAt })
    }
    const notice = { userId: 'bob', type: 't', title: 't', message: 'm' }
    await Promise.all(range(1, 7).map(() => store.addNotification(notice)))
    const left = () =>
      rows(`SELECT (SELECT count(*) FROM rt_notifications) AS notifications,
                   (SELECT count(*) FROM rt_cursors) AS cursors`)[0]
    const erase = () => store.eraseUser({ userId: 'bob', limit: 3 })
    expect(await erase()).toEqual({ entries: [], isDone: false })
    expect(left()).toMatchObject({ notifications: 4, cursors: 2 })
    expect(await erase()).toEqual({ entries: [], isDone: false })
    expect(left()).toMatchObject({ notifications: 1, cursors: 0 })
    expect(await erase()).toEqual({ entries: [], isDone: true })
    expect(left()).toMatchObject({ notifications: 0, cursors: 0 })
  })

  it('keeps no text of a deleted message in any row', async () => {
    await fill(store, 2)
    const { message } = (await store.append(
      direct('ann', 'bob', { text: 'secret 1', metadata: { note: 'secret 2' } }),
    ))!
    await store.change(edit(message, 'secret 3', { metadata: { note: 'secret 4' } }))
    await store.change(edit(message, 'secret 5'))
    expect(JSON.stringify(rows('SELECT * FROM rt_entries'))).toMatch('secret 5')
    expect(JSON.stringify(rows('SELECT * FROM rt_entries'))).not.toMatch(/secret [1-4]/)
    await store.change(remove(message))
    expect(JSON.stringify(rows('SELECT * FROM rt_entries'))).not.toMatch('secret')
  })
})
