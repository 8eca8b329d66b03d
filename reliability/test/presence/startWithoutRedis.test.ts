import { createServer } from 'node:http'
import { createSocketServer } from '@monhub/realtime-server'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { createClient } from 'redis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startChaosProxy } from '../../src/proxy/chaosProxy'
import { createRandom } from '../../src/random'
import { startRedis } from '../../src/redis/redisProcess'
import { sleep } from '../../src/sleep'

const quiet = () => {}
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

function startNode(port: number) {
  const client = createClient({ url: `redis://127.0.0.1:${port}` })
  const adapter = redisAdapter(client)
  const io = createSocketServer(createServer(), { adapter, transports: ['websocket'], logger })
  onTestFinished(() => io.close())
  return io
}

describe('redisAdapter at a Redis that is not there yet', () => {
  // A load balancer takes a connection, and resets it when there is nobody behind it.
  it('hears the other nodes when Redis comes, though every connection was reset before', async () => {
    const redis = await startRedis()
    onTestFinished(redis.close)
    const proxy = await startChaosProxy({ targetPort: () => redis.port, random: createRandom(1) })
    onTestFinished(proxy.close)
    proxy.setWeather({ isRefusing: true })
    const late = startNode(proxy.port)
    const other = startNode(redis.port)
    const heard = vi.fn()
    late.on('hello', heard)

    await sleep(1000)
    proxy.heal()
    await vi.waitFor(
      () => {
        other.serverSideEmit('hello')
        expect(heard).toHaveBeenCalled()
      },
      { timeout: 6000, interval: 200 },
    )
  })
})
