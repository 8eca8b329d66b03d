import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  hasRedisServer,
  startRedisServer,
  type RedisServer,
} from '../../../../scripts/redisServer.mjs'
import { redisAdapter } from '../../src/adapters/redis'
import { clients, combinations, recorder, startListener, startNode, untilHeard } from './redis'

let redis: RedisServer
const isAvailable = hasRedisServer()
beforeAll(async () => {
  if (isAvailable) redis = await startRedisServer()
})
afterAll(() => redis?.kill())

let apps = 0

describe.skipIf(!isAvailable).each(combinations)(
  'redisAdapter, $kind with $library',
  ({ kind, library }) => {
    async function startTwo() {
      const prefix = `app-${apps++}`
      const logger = recorder()
      const node = () =>
        startNode({
          logger,
          adapter: redisAdapter(clients[library]!(redis.url), { kind, prefix }),
        })
      const [here, there] = [await node(), await node()]
      const [ann, bob] = [
        await startListener(here.url, 'room'),
        await startListener(there.url, 'room'),
      ]
      await untilHeard((probe) => here.io.to('room').emit(probe), bob)
      return { here, there, ann, bob, logger }
    }

    it('carries what one node emits to the clients of another, in order', async () => {
      const { here, ann, bob, logger } = await startTwo()
      for (let i = 1; i <= 5; i++) here.io.to('room').emit(`n-${i}`)
      await Promise.all([ann.hears('n-5'), bob.hears('n-5')])
      const numbers = (events: string[]) => events.filter((event) => event.startsWith('n-'))
      expect(numbers(ann.events())).toEqual(['n-1', 'n-2', 'n-3', 'n-4', 'n-5'])
      expect(numbers(bob.events())).toEqual(['n-1', 'n-2', 'n-3', 'n-4', 'n-5'])
      expect(logger.lines).toEqual([])
    })

    it('keeps the order of what goes to a room and to a socket, and of joining and leaving', async () => {
      const { here, ann } = await startTwo()
      const socket = here.io.sockets.sockets.get(ann.id)!
      here.io.to(ann.id).emit('1')
      socket.emit('2')
      here.io.in(ann.id).socketsJoin('other')
      here.io.to('other').emit('3')
      here.io.in(ann.id).socketsLeave('other')
      here.io.to('other').emit('never')
      socket.emit('4')
      await ann.hears('4')
      expect(ann.events().filter((event) => !event.startsWith('probe'))).toEqual(
        kind === 'classic' ? ['1', '2', '4'] : ['1', '2', '3', '4'],
      )
    })

    it('answers across nodes: counts, sockets and server-side events', async () => {
      const { here, there } = await startTwo()
      expect(await here.io.of('/').adapter.serverCount()).toBe(2)
      expect(await here.io.in('room').fetchSockets()).toHaveLength(2)
      const asked = new Promise((resolve) => there.io.on('question', resolve))
      here.io.serverSideEmit('question', 42)
      expect(await asked).toBe(42)
    })
  },
)
