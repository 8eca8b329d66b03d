import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { range } from './drafts'

export function describeVersions(store: () => RealtimeStore) {
  const bump = (userIds: readonly string[] | 'all', type = 'listings') =>
    store().bumpVersion({ userIds, type })

  describe('bumpVersion', () => {
    it('gives a version it never gave before', async () => {
      const versions = [
        await bump('all'),
        await bump(['ann']),
        await bump([]),
        await bump('all', 'prices'),
        ...(await Promise.all(range(1, 50).map(() => bump(['ann', 'bob'])))),
      ]
      expect(new Set(versions).size).toBe(versions.length)
    })
  })

  describe('versions', () => {
    it('are those of each type the user was told of', async () => {
      const listings = await bump(['ann', 'bob'])
      const prices = await bump(['ann'], 'prices')
      expect(await store().versions('ann')).toEqual(new Map(Object.entries({ listings, prices })))
      expect(await store().versions('bob')).toEqual(new Map([['listings', listings]]))
    })

    it('let the latest win, for all or by name', async () => {
      await bump(['ann'])
      const toAll = await bump('all')
      expect((await store().versions('ann')).get('listings')).toBe(toAll)
      expect((await store().versions('stranger')).get('listings')).toBe(toAll)
      const toAnn = await bump(['ann'])
      expect((await store().versions('ann')).get('listings')).toBe(toAnn)
      expect((await store().versions('bob')).get('listings')).toBe(toAll)
    })

    it('are none for somebody who was told nothing', async () => {
      await bump(['ann'])
      expect(await store().versions('bob')).toEqual(new Map())
    })

    it('keep types such as __proto__ apart', async () => {
      const hostile = await bump(['ann'], '__proto__')
      await bump(['__proto__'], 'constructor')
      expect(await store().versions('ann')).toEqual(new Map([['__proto__', hostile]]))
    })
  })
}
