import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mongoStore } from '../../../src/stores/mongodb'
import type { RealtimeStore } from '../../../src/stores/types'
import { edit, group } from '../contract/drafts'
import { pausedAt } from './crashes'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

describe.skipIf(!hasServer)(
  'mongoStore while another process takes somebody out of a group',
  () => {
    let database: TestDatabase
    let other: RealtimeStore
    beforeEach(async () => {
      database = await openDatabase()
      other = mongoStore(database.db)
      await other.updateMembers({ ...team, add: ['ann', 'bob'], remove: [] })
    })
    afterEach(() => database.close())

    const team = { conversationId: 'team', actorId: 'ann' }
    const draft = group('team', 'bob', [], { memberIds: undefined })
    const takeOutBob = () => other.updateMembers({ ...team, add: [], remove: ['bob'] })
    const kinds = async () => {
      const { entries } = await other.entries({ conversationId: 'team', after: 0, limit: 9 })
      return entries.map(({ seq, kind }) => `${seq} ${kind}`)
    }

    it.each([
      { collection: 'conversations', method: 'updateOne' },
      { collection: 'messages', method: 'insertOne' },
    ] as const)('refuses a message that was about to $method in $collection', async (place) => {
      const paused = pausedAt(database.db, { ...place, collection: `rt_${place.collection}` })
      const append = mongoStore(paused.db).append(draft)
      await paused.reached
      await takeOutBob()
      paused.release()
      expect(await append).toBeUndefined()
      expect(await kinds()).toEqual(['1 member', '2 member'])
      expect((await other.append({ ...draft, senderId: 'ann' }))!.message.seq).toBe(3)
    })

    it('refuses a change that was about to be inserted', async () => {
      const { message } = (await other.append(draft))!
      const paused = pausedAt(database.db, { collection: 'rt_messages', method: 'insertOne' })
      const change = mongoStore(paused.db).change({ ...edit(message, 'later'), wantsMember: true })
      await paused.reached
      await takeOutBob()
      paused.release()
      expect(await change).toBeUndefined()
      expect(await kinds()).toEqual(['1 member', '2 message', '3 member'])
      expect(await other.messages([message._id])).toEqual([message])
    })

    it('counts what such a process left unapplied', async () => {
      const paused = pausedAt(database.db, { collection: 'rt_conversations', method: 'updateOne' })
      const removal = mongoStore(paused.db).updateMembers({ ...team, add: [], remove: ['bob'] })
      await paused.reached
      expect(await other.append(draft)).toBeUndefined()
      paused.release()
      await removal
      expect(await kinds()).toEqual(['1 member', '2 member'])
    })
  },
)
