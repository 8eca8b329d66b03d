import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

/**
 * @typedef {object} RedisServer
 * @property {number} port
 * @property {string} url
 * @property {number} pid
 * @property {() => Promise<void>} kill ends it at once, as a crash does
 */

/**
 * What tests on Redis ask first: whether there is a `redis-server`. A loud line says what to
 * install where there is none; with `CI=true` that is an error, so that nothing is skipped unseen.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function hasRedisServer(env = process.env) {
  if (!spawnSync('redis-server', ['--version'], { env }).error) return true
  const advice = 'no redis-server found; install it (Debian: apt-get install redis-server)'
  if (env.CI === 'true') throw new Error(advice)
  console.warn(`SKIPPED: every test on Redis, ${advice}`)
  return false
}

/**
 * An empty Redis in memory on 127.0.0.1 that ends with this process.
 *
 * @param {number} [port] to come back on the port of one that was killed; free by default
 * @param {string[]} [settings] more of its command line
 * @returns {Promise<RedisServer>}
 */
export async function startRedisServer(port, settings = []) {
  const listeningPort = port ?? (await freePort())
  const child = spawn(
    'redis-server',
    [
      ...['--port', String(listeningPort), '--bind', '127.0.0.1'],
      ...['--save', '', '--appendonly', 'no', ...settings],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = once(child, 'exit')
  const killChild = () => child.kill('SIGKILL')
  process.on('exit', killChild)
  const kill = async () => {
    killChild()
    await ended
    process.off('exit', killChild)
  }
  const output = []
  for await (const line of createInterface(child.stdout)) {
    output.push(line)
    if (!line.includes('Ready to accept connections')) continue
    child.stdout.resume()
    const url = `redis://127.0.0.1:${listeningPort}`
    return { port: listeningPort, url, pid: child.pid ?? 0, kill }
  }
  throw new Error(`redis-server ended before it was ready\n${output.join('\n')}`)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
