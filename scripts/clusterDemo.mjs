import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { startNode } from './cluster/node.mjs'
import { startProxy } from './cluster/proxy.mjs'
import { startRedisServer } from './redisServer.mjs'

const NODES = 3
const { PORT = 4000, DATA_DIR = join(import.meta.dirname, '../examples/chat/.data') } = process.env

const print = (/** @type {string} */ line) => console.log(`  ${line}`)

if (spawnSync('redis-server', ['--version']).error) {
  print(
    'Several nodes need Redis, and there is no redis-server in PATH. Install it, then try again:',
  )
  print('apt-get install redis-server (Debian, Ubuntu), brew install redis (macOS).')
  process.exit(1)
}

/** @type {(() => unknown)[]} */
const ends = []
let isEnding = false
async function end(code = 0) {
  if (isEnding) return
  isEnding = true
  for (const stop of ends.reverse()) await stop()
  process.exit(code)
}
// Not once: a signal may come twice, by way of the terminal and of the package manager.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end())

try {
  const redis = await startRedisServer()
  ends.push(redis.kill)
  const nodes = []
  // One by one: the first makes the tables that all of them share.
  for (let i = 1; i <= NODES; i++) {
    const env = { REDIS_URL: redis.url, DATA_DIR }
    const node = await startNode(`node ${i} of ${NODES}`, env, print)
    ends.push(node.stop)
    nodes.push(node)
  }
  const proxy = await startProxy(
    Number(PORT),
    nodes.map(({ port }) => port),
  )
  ends.push(proxy.close)

  console.log()
  print(`The chat is at ${proxy.url} – sign in here, and as somebody else in a private window.`)
  console.log()
  for (const { name, pid, port } of nodes) print(`${name}   pid ${pid}   port ${port}`)
  console.log()
  print(`Kill one of them: kill -9 ${nodes[0]?.pid}`)
  print('Whoever was on it moves on to another node; it starts again after 3 s.')
  print('Ctrl+C ends all of it.')
  console.log()
} catch (error) {
  print(isPortTaken(error) ? `Port ${PORT} is taken. Choose another: PORT=4001` : String(error))
  await end(1)
}

function isPortTaken(/** @type {unknown} */ error) {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
