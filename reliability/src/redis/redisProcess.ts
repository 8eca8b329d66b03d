import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { endWithMe } from '../server/endWithMe'
import { pauseProcess } from '../server/pauseProcess'
import { sleep } from '../sleep'

/** A real redis-server on a port of its own, keeping nothing on disk. */
export interface RedisProcess {
  readonly port: number
  /** SIGKILL, and after so many milliseconds a new one, empty, at the same port. */
  restart(downMs: number): Promise<void>
  /** SIGSTOP, and SIGCONT after so many milliseconds. */
  pause(forMs: number): Promise<void>
  /** Ends all connections of a type, as an operator or a full output buffer does. */
  killClients(type: 'normal' | 'pubsub'): Promise<void>
  close(): Promise<void>
}

const BINARY = 'redis-server'
const POLL_MS = 10
const PATIENCE_MS = 10_000

/** @throws when there is no `redis-server` in the path. */
export async function startRedis(): Promise<RedisProcess> {
  const port = await freePort()
  let child: ChildProcess | undefined

  async function start() {
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
    ]
    const next = spawn(BINARY, options, { stdio: 'ignore' })
    child = next
    endWithMe(next)
    await once(next, 'spawn')
    const deadline = performance.now() + PATIENCE_MS
    while (!(await answers(port))) {
      if (performance.now() > deadline) throw new Error('redis-server does not answer')
      await sleep(POLL_MS)
    }
  }
  async function stop() {
    if (!child) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    child = undefined
  }
  async function killClients(type: 'normal' | 'pubsub') {
    const target = child
    try {
      await withClient(port, (client) =>
        client.sendCommand(['CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes']),
      )
    } catch (error) {
      // One that is down, or was killed meanwhile, has no connections left.
      if (target && !target.killed) throw error
    }
  }
  let killing: Promise<unknown> = Promise.resolve()
  await start()

  return {
    port,
    async restart(downMs) {
      await stop()
      await sleep(downMs)
      await start()
    },
    async pause(forMs) {
      if (child?.pid) await pauseProcess(child.pid, forMs)
    },
    killClients(type) {
      // One after the other: two at once end each other's connection before it has said its word.
      const killed = killing.then(() => killClients(type))
      killing = killed.catch(() => {})
      return killed
    },
    async close() {
      await stop()
    },
  }
}

async function withClient<T>(
  port: number,
  use: (client: ReturnType<typeof createClient>) => Promise<T>,
): Promise<T> {
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    return await use(client as ReturnType<typeof createClient>)
  } finally {
    client.destroy()
  }
}

const answers = (port: number) =>
  withClient(port, async (client) => (await client.ping()) === 'PONG').catch(() => false)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
