import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hasRedisServer, startRedisServer } from '../../../../scripts/redisServer.mjs'
import { bundle } from './bundle'
import { kinds, startListener, untilHeard } from './redis'
import { startProcess } from './startProcess'

const isAvailable = hasRedisServer()
let script: string
beforeAll(async () => {
  if (isAvailable) script = await bundle('redisNode.ts')
})

async function startRedis(port?: number) {
  const server = await startRedisServer(port)
  onTestFinished(() => server.kill())
  return server
}

/** Two nodes of one app, one with each library. */
const startPair = (kind: string, url: string, ...more: string[]) =>
  Promise.all(
    ['redis', 'ioredis'].map((library) =>
      startProcess(script, [library, url, JSON.stringify({ kind, prefix: kind }), ...more]),
    ),
  )

type Process = Awaited<ReturnType<typeof startProcess>>

async function emitsInTime(node: Process, listener: Awaited<ReturnType<typeof startListener>>) {
  for (let i = 0; i < 40; i++) {
    const emittedAt = performance.now()
    node.ask({ emit: `away-${i}`, heartbeat: true })
    expect((await listener.hears(`away-${i}`)) - emittedAt).toBeLessThan(100)
    await sleep(i < 20 ? 1 : 50)
  }
}

describe.skipIf(!isAvailable).each(kinds)('processes with redisAdapter, %s', (kind) => {
  it('serve their own people while Redis is away, and everybody when it is back', async () => {
    const redis = await startRedis()
    const nodes = await startPair(kind, redis.url)
    const [here, there] = nodes as [Process, Process]
    const ann = await startListener(here.url, 'room')
    const bob = await startListener(there.url, 'room')
    await untilHeard((probe) => here.ask({ emit: probe }), bob)
    await untilHeard((probe) => there.ask({ emit: probe }), ann, 'other way')

    await redis.kill()
    for (const node of nodes) {
      expect((await node.logged('error')).message).toMatch(/other nodes cannot be reached/)
    }
    await Promise.all([emitsInTime(here, ann), emitsInTime(there, bob)])

    await startRedis(redis.port)
    await untilHeard((probe) => here.ask({ emit: probe }), bob, 'back')
    await untilHeard((probe) => there.ask({ emit: probe }), ann, 'back the other way')
    for (const node of nodes) {
      await node.logged('warn')
      expect(node.lines.map(({ level }) => level)).toEqual(['error', 'warn'])
      expect((await node.status()).failingSinceAt).toBeNull()
      node.ask({ close: true })
      expect(await node.exited).toEqual([0, null])
      expect(node.errors()).toBe('')
    }
  }, 30_000)
})

/** With the options that were measured to be fatal, which are the app's and change nothing here. */
describe.skipIf(!isAvailable)('idle processes with redisAdapter, of every kind', () => {
  const startAll = async (url: string) =>
    (await Promise.all(kinds.map((kind) => startPair(kind, url, 'fatal options')))).flat()

  it('live for 15 s without Redis, and count what they could not publish', async () => {
    const redis = await startRedis()
    const nodes = await startAll(redis.url)
    await Promise.all(nodes.map((node) => node.status()))
    await redis.kill()
    await Promise.all(nodes.map((node) => node.logged('error')))
    for (let second = 0; second < 15; second++) {
      for (const node of nodes) node.ask({ heartbeat: true })
      await sleep(1000)
    }
    for (const node of nodes) {
      const status = await node.status()
      expect(status.failedPublishes).toBeGreaterThanOrEqual(9)
      expect(status.failingSinceAt).not.toBeNull()
      expect(node.lines).toHaveLength(1)
      expect(node.errors()).toBe('')
    }
  }, 40_000)

  it('start without Redis, and join each other when it comes', async () => {
    const redis = await startRedis()
    await redis.kill()
    const nodes = await startAll(redis.url)
    for (const node of nodes) node.ask({ emit: 'lost', heartbeat: true })
    await Promise.all(nodes.map((node) => node.logged('error')))
    await startRedis(redis.port)
    for (let i = 0; i < nodes.length; i += 2) {
      const bob = await startListener(nodes[i + 1]!.url, 'room')
      await untilHeard((probe) => nodes[i]!.ask({ emit: probe }), bob)
    }
    expect(nodes.map((node) => node.errors()).join('')).toBe('')
  }, 30_000)
})
