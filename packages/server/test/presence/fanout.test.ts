import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'
import { createFanout, type Viewer } from '../../src/presence/fanout'
import { createTimeline } from './virtualClock'

function withFanout(canSee?: (viewerId: string, userId: string) => boolean) {
  const clock = createTimeline().clock()
  const live = new Map<string, PresenceMeta>()
  const allWatchers = new Set<Viewer>()
  const toAll: PresenceDiff[] = []
  const fanout = createFanout({
    clock,
    metaOf: (userId) => live.get(userId),
    canSee,
    tellAll: (diff) => {
      toAll.push(diff)
      for (const viewer of allWatchers) viewer.tell(diff)
    },
  })
  const set = (userId: string, meta: PresenceMeta | undefined) => {
    if (meta) live.set(userId, meta)
    else live.delete(userId)
    fanout.changed(userId)
  }
  const viewer = (userId = 'viewer') => {
    const told: PresenceDiff[] = []
    return { told, viewer: { userId, tell: (diff: PresenceDiff) => told.push(diff) } }
  }
  return { clock, live, fanout, toAll, allWatchers, set, viewer }
}

/** What a client makes of answers and diffs, as docs/protocol.md has it. */
function createScreen(userId: string, { fanout, allWatchers }: ReturnType<typeof withFanout>) {
  let shown = new Map<string, PresenceMeta>()
  let watched = new Set<string>()
  let isAll = false
  const keeps = (id: string) => isAll || watched.has(id)
  const tell = ({ joined = {}, left = [] }: PresenceDiff) => {
    for (const id of left) shown.delete(id)
    for (const [id, meta] of Object.entries(joined)) if (keeps(id)) shown.set(id, meta)
  }
  let viewer: Viewer = { userId, tell }
  const drop = () => {
    for (const id of [...shown.keys()]) if (!keeps(id)) shown.delete(id)
  }
  const watch = (ids: string[]) => {
    for (const id of ids) watched.add(id)
    const users = fanout.watch(viewer, ids)
    for (const id of ids) shown.delete(id)
    for (const [id, meta] of Object.entries(users)) shown.set(id, meta)
  }
  const watchAll = () => {
    isAll = true
    allWatchers.add(viewer)
    shown = new Map(Object.entries(fanout.watch(viewer, 'all')))
  }
  return {
    userId,
    watch,
    watchAll,
    unwatch: (id: string) => {
      watched.delete(id)
      fanout.unwatch(viewer, [id])
      drop()
    },
    unwatchAll: () => {
      isAll = false
      allWatchers.delete(viewer)
      fanout.unwatch(viewer, 'all')
      drop()
    },
    reconnect: () => {
      fanout.leave(viewer)
      allWatchers.delete(viewer)
      viewer = { userId, tell }
      const [wasWatched, wasAll] = [watched, isAll]
      watched = new Set()
      shown = new Map()
      watch([...wasWatched])
      if (wasAll) watchAll()
    },
    shown: () => shown,
    keeps,
  }
}

const USERS = ['ada', 'bob', '__proto__']
const user = fc.constantFrom(...USERS)
const screen = fc.nat(2)
const step = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    user,
    meta: fc.constantFrom(undefined, {}, { status: 'busy' }, { away: true }),
  }),
  fc.record({ do: fc.constantFrom('watch' as const, 'unwatch' as const), screen, user }),
  fc.record({
    do: fc.constantFrom('watchAll' as const, 'unwatchAll' as const, 'reconnect' as const),
    screen,
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(40, 100) }),
)

describe('createFanout', () => {
  it('tells a whole window in one diff to those who watch everybody', () => {
    const { clock, set, toAll } = withFanout()
    set('ada', {})
    set('bob', { status: 'busy' })
    clock.advance(100)
    expect(toAll).toEqual([{ joined: { ada: {}, bob: { status: 'busy' } } }])
  })

  it('tells a watcher of several all of them at once, and nobody else', () => {
    const { clock, set, fanout, viewer } = withFanout()
    const { told, viewer: one } = viewer()
    fanout.watch(one, ['ada', 'bob'])
    for (const id of ['ada', 'bob', 'eve']) set(id, {})
    clock.advance(100)
    expect(told).toEqual([{ joined: { ada: {}, bob: {} } }])
  })

  it('tells somebody whose details changed as joined, and nothing more of who left', () => {
    const { clock, set, fanout, viewer } = withFanout()
    const { told, viewer: one } = viewer()
    fanout.watch(one, ['ada'])
    set('ada', {})
    clock.advance(100)
    set('ada', { away: true })
    clock.advance(100)
    set('ada', undefined)
    clock.advance(100)
    expect(told.slice(1)).toEqual([{ joined: { ada: { away: true } } }, { left: ['ada'] }])
  })

  it('says nothing when a change was undone within the window, and a snapshot never showed it', () => {
    const { clock, set, fanout, toAll, viewer } = withFanout()
    set('ada', {})
    expect(fanout.watch(viewer().viewer, 'all')).toEqual({})
    set('ada', undefined)
    clock.advance(1000)
    expect(toAll).toEqual([])
  })

  it('waits longer after diffs that went to many, a second at most, and not once that is over', () => {
    const { clock, set, fanout, toAll, viewer } = withFanout()
    for (let i = 0; i < 400; i++) fanout.watch(viewer().viewer, 'all')
    const toldAfter = (ms: number) => {
      const before = toAll.length
      clock.advance(ms)
      return toAll.length > before
    }
    set('ada', {})
    expect(toldAfter(100)).toBe(true)
    set('bob', {})
    expect(toldAfter(399)).toBe(false)
    expect(toldAfter(1)).toBe(true)
    for (let i = 0; i < 5000; i++) fanout.watch(viewer().viewer, ['eve'])
    clock.advance(400)
    set('eve', {})
    expect(toldAfter(100)).toBe(true)
    set('ada', undefined)
    expect(toldAfter(999)).toBe(false)
    expect(toldAfter(1)).toBe(true)
    clock.advance(400)
    set('bob', undefined)
    expect(toldAfter(100)).toBe(true)
  })

  it('forgets a connection that is gone', () => {
    const { clock, set, fanout, viewer } = withFanout()
    const { told, viewer: one } = viewer()
    fanout.watch(one, ['ada'])
    fanout.leave(one)
    set('ada', {})
    clock.advance(100)
    expect(told).toEqual([])
    expect(fanout.watchedCount(one)).toBe(0)
  })

  const nobodySeesBob = (viewerId: string, userId: string) =>
    viewerId === 'screen 0' || userId !== 'bob'
  it.each([
    ['without a filter', undefined],
    ['with a filter', nobodySeesBob],
  ])('shows every watcher what is live, in any order of events, %s', (_, canSee) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const parts = withFanout(canSee)
        const screens = [0, 1, 2].map((i) => createScreen(`screen ${i}`, parts))
        for (const one of steps) {
          if (one.do === 'set') parts.set(one.user, one.meta)
          else if (one.do === 'wait') parts.clock.advance(one.ms)
          else if (one.do === 'watch') screens[one.screen]?.watch([one.user])
          else if (one.do === 'unwatch') screens[one.screen]?.unwatch(one.user)
          else screens[one.screen]?.[one.do]()
        }
        parts.clock.advance(1000)
        for (const { userId, shown, keeps } of screens) {
          const visible = [...parts.live].filter(
            ([id]) => keeps(id) && (!canSee || canSee(userId, id)),
          )
          expect(new Map([...shown()].sort())).toEqual(new Map(visible.sort()))
        }
      }),
      { numRuns: 1000 },
    )
  })
})
