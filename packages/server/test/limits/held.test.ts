import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'
import { createFanout, type Viewer } from '../../src/presence/fanout'
import { createTimeline } from '../presence/virtualClock'

const IDS = ['ada', 'bob', 'cleo', '__proto__']

function withViewer(canSee?: (viewerId: string, userId: string) => boolean) {
  const timeline = createTimeline()
  const live = new Map<string, PresenceMeta>()
  const told: PresenceDiff[] = []
  const viewer: Viewer = { userId: 'viewer', tell: (diff) => told.push(diff) }
  let isHeld = false
  let isAll = false
  const fanout = createFanout({
    clock: timeline.clock(),
    metaOf: (userId) => live.get(userId),
    canSee,
    // As the room of all watchers, without those who are behind.
    tellAll: (diff) => {
      if (isAll && !isHeld) told.push(diff)
    },
  })
  return {
    ...{ fanout, viewer, told, timeline, live },
    set: (userId: string, meta: PresenceMeta | undefined) => {
      if (meta) live.set(userId, meta)
      else live.delete(userId)
      fanout.changed(userId)
    },
    watchAll: () => {
      isAll = true
      return fanout.watch(viewer, 'all')
    },
    hold: () => {
      isHeld = true
      fanout.hold(viewer)
    },
    release: () => {
      isHeld = false
      fanout.release(viewer)
    },
  }
}

describe('a viewer that is held', () => {
  it('is told in one diff what has become of whom it watches', () => {
    const { fanout, viewer, told, timeline, set, hold, release } = withViewer()
    set('ada', {})
    timeline.advance(100)
    fanout.watch(viewer, ['ada', 'bob'])
    hold()
    set('ada', undefined)
    set('bob', { status: 'busy' })
    set('eve', {})
    timeline.advance(100)
    set('bob', { status: 'back' })
    timeline.advance(100)
    expect(told).toEqual([])
    release()
    expect(told).toEqual([{ joined: { bob: { status: 'back' } }, left: ['ada'] }])
    set('bob', undefined)
    timeline.advance(100)
    expect(told).toHaveLength(2)
  })

  it('is told nothing when nothing has happened, or when it was not held', () => {
    const { told, hold, release, watchAll } = withViewer()
    watchAll()
    hold()
    release()
    release()
    expect(told).toEqual([])
  })

  it('that has gone costs nothing and is told nothing', () => {
    const { fanout, viewer, told, timeline, set, hold, release, watchAll } = withViewer()
    watchAll()
    hold()
    fanout.leave(viewer)
    set('ada', {})
    timeline.advance(100)
    release()
    expect(told).toEqual([])
  })

  it.each([
    ['everybody sees everybody', undefined],
    ['nobody sees cleo', (_: string, userId: string) => userId !== 'cleo'],
  ])('ends with the same picture as one that is not, where %s', (_, canSee) => {
    const step = fc.oneof(
      fc.record({ userId: fc.constantFrom(...IDS), status: fc.option(fc.constantFrom('a', 'b')) }),
      fc.constantFrom('wait', 'hold', 'release', 'all', 'watch', 'unwatch'),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const it = withViewer(canSee)
        const { fanout, viewer, told, timeline } = it
        const shown = new Map<string, PresenceMeta>()
        const watched = new Set<string>()
        const keep = (users: Record<string, PresenceMeta>) => {
          for (const [id, meta] of Object.entries(users)) shown.set(id, meta)
        }
        const read = () => {
          for (const { joined = {}, left = [] } of told.splice(0)) {
            for (const [id, meta] of Object.entries(joined))
              if (watched.has(id)) shown.set(id, meta)
            for (const id of left) shown.delete(id)
          }
        }
        const moves = {
          wait: () => timeline.advance(100),
          hold: it.hold,
          release: it.release,
          all: () => {
            for (const id of IDS) watched.add(id)
            shown.clear()
            keep(it.watchAll())
          },
          watch: () => {
            watched.add('ada')
            shown.delete('ada')
            keep(fanout.watch(viewer, ['ada']))
          },
          unwatch: () => {
            fanout.unwatch(viewer, ['ada'])
          },
        }
        for (const move of steps) {
          if (typeof move === 'string') moves[move]()
          else it.set(move.userId, move.status === null ? undefined : { status: move.status })
          read()
        }
        moves.watch()
        timeline.advance(100)
        it.release()
        read()
        const truth = IDS.filter((id) => watched.has(id) && (canSee?.('viewer', id) ?? true))
          .filter((id) => it.live.has(id))
          .map((id) => [id, it.live.get(id)])
        expect([...shown].sort()).toEqual(truth.sort())
      }),
      { numRuns: 2000 },
    )
  })
})
