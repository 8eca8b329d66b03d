import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  hasRedisServer,
  startRedisServer,
  type RedisServer,
} from '../../../../scripts/redisServer.mjs'
import { redisAdapter } from '../../src/adapters/redis'
import { createSocketServer } from '../../src/createSocketServer'
import {
  clients,
  combinations,
  kinds,
  recorder,
  startListener,
  startNode,
  untilHeard,
} from './redis'

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

describe.skipIf(!isAvailable).each(kinds)('redisAdapter, %s', (kind) => {
  it('delivers at once on this node while Redis hangs, and elsewhere when it goes on', async () => {
    const node = () =>
      startNode({ adapter: redisAdapter(clients['redis 6']!(redis.url), { kind, prefix: 'hang' }) })
    const [here, there] = [await node(), await node()]
    const ann = await startListener(here.url, 'room')
    const bob = await startListener(there.url, 'room')
    await untilHeard((probe) => here.io.to('room').emit(probe), bob)
    process.kill(redis.pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(redis.pid, 'SIGCONT'))
    for (const n of ['1', '2', '3']) here.io.to('room').emit(n)
    await ann.hears('3')
    expect(bob.events()).not.toContain('1')
    process.kill(redis.pid, 'SIGCONT')
    await bob.hears('3')
    expect(bob.events().slice(-3)).toEqual(['1', '2', '3'])
  })

  it('ends its own connections with the server, and leaves the client alone', async () => {
    const client = createClient({ url: redis.url })
    await client.connect()
    onTestFinished(() => client.destroy())
    const count = async () => {
      const list = (await client.sendCommand(['CLIENT', 'LIST'])) as unknown as string
      return list.trim().split('\n').length
    }
    const before = await count()
    // Also in the middle of connecting.
    for (const afterMs of [null, null, null, 0, 2, 4, 8, 100]) {
      const options = {
        adapter: redisAdapter(client, { kind }),
        transports: ['websocket' as const],
      }
      const io = createSocketServer(createServer(), options)
      io.of('/other')
      if (afterMs !== null) await sleep(afterMs)
      await io.close()
    }
    await vi.waitFor(async () => expect(await count()).toBe(before))
    expect(await client.ping()).toBe('PONG')
  })
})

describe.skipIf(!isAvailable)('redisAdapter', () => {
  it('says that sharded needs Redis 7 where the server does not know the commands', async () => {
    const old = await startRedisServer(undefined, [
      ...['--rename-command', 'SSUBSCRIBE', '', '--rename-command', 'SPUBLISH', ''],
    ])
    onTestFinished(() => old.kill())
    const logger = recorder()
    const adapter = redisAdapter(clients['ioredis 6']!(old.url), { kind: 'sharded' })
    await startNode({ adapter, logger })
    await vi.waitFor(() => expect(logger.lines).not.toEqual([]))
    // Once all connections are up it does not count as over.
    await sleep(200)
    expect(logger.lines).toHaveLength(1)
    expect(logger.lines[0]!.fields).toMatchObject({
      error: expect.objectContaining({ message: expect.stringMatching(/needs Redis 7.*classic/) }),
    })
  })

  it('delivers with an offset where sessions are recovered, and without Redis at once', async () => {
    const own = await startRedisServer()
    onTestFinished(() => own.kill())
    const logger = recorder()
    const { io, url } = await startNode({
      adapter: redisAdapter(clients['redis 6']!(own.url), { kind: 'streams' }),
      ...{ connectionStateRecovery: {}, logger },
    })
    const ann = await startListener(url, 'room')
    await untilHeard((probe) => io.to('room').emit(probe), ann)
    expect(ann.lastOffset()).toMatch(/^\d+-\d+$/)
    await own.kill()
    await vi.waitFor(() => expect(logger.lines).toHaveLength(1))
    const emittedAt = performance.now()
    io.to('room').emit('away')
    expect((await ann.hears('away')) - emittedAt).toBeLessThan(100)
  })
})
