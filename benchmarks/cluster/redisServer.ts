import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createClient } from 'redis'

/** A Redis of its own, which keeps nothing. */
export interface RedisServer {
  url: string
  /** Milliseconds of CPU it has used, user and system. */
  cpuMs: () => Promise<number>
  stop: () => Promise<void>
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '']
  const server = spawn('redis-server', [...settings, '--appendonly', 'no'], { stdio: 'ignore' })
  const exited = once(server, 'exit')
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url, socket: { reconnectStrategy: 50 } })
  // Refused until it listens; a command fails by itself.
  client.on('error', () => {})
  const failed = exited.then(() => Promise.reject(new Error('redis-server ended')))
  failed.catch(() => {})
  await Promise.race([client.connect(), failed])
  return {
    url,
    cpuMs: async () => {
      const info = await client.info('cpu')
      const seconds = (name: string) => Number(new RegExp(`^${name}:(.+)`, 'm').exec(info)?.[1])
      return 1000 * (seconds('used_cpu_sys') + seconds('used_cpu_user'))
    },
    stop: async () => {
      client.destroy()
      server.kill()
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
