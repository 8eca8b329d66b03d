import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const PROGRAM = join(import.meta.dirname, '../../examples/chat/dist/server/main.js')
const RESTART_AFTER_MS = 3000
const STOP_WITHIN_MS = 3000

/**
 * The demo's server in a process of its own, which is started again whenever it ends.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} print
 */
export async function startNode(name, env, print) {
  const stopping = new AbortController()
  const { signal } = stopping
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  // Also where this process ends while the node is still starting.
  process.on('exit', () => child?.kill('SIGKILL'))

  const launch = async (/** @type {number} */ port) => {
    const started = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, ...env, NODE_NAME: name, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl+C is for the demo, which then ends its nodes in order.
      detached: true,
    })
    child = started
    started.stderr.on('data', (chunk) => {
      if (!signal.aborted) print(`${name}: ${String(chunk).trim()}`)
    })
    const ended = once(started, 'exit')
    const takenPort = await Promise.race([portOf(started.stdout), ended.then(() => undefined)])
    if (takenPort === undefined) throw new Error(`${name} ended before it was ready`)
    return { pid: started.pid, ended, port: takenPort }
  }

  let running = await launch(0)
  const { port } = running

  const keepAlive = async () => {
    while (!signal.aborted) {
      const [code, killedBy] = await running.ended
      if (signal.aborted) return
      print(`${name} ended (${killedBy ?? `code ${code}`}); it starts again in 3 s`)
      try {
        await wait(RESTART_AFTER_MS, undefined, { signal })
        running = await launch(port)
        print(`${name} is back: pid ${running.pid}, port ${port}`)
      } catch (error) {
        if (!signal.aborted) print(String(error))
      }
    }
  }
  const kept = keepAlive()

  return {
    name,
    port,
    pid: running.pid,
    async stop() {
      stopping.abort()
      child?.kill('SIGTERM')
      const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS)
      await kept
      // It may have come back just now.
      child?.kill('SIGTERM')
      await running.ended
      clearTimeout(timer)
    },
  }
}

/**
 * The port in the address that the server prints when it is ready.
 *
 * @param {import('node:stream').Readable} stdout
 * @returns {Promise<number>}
 */
function portOf(stdout) {
  let output = ''
  return new Promise((resolve) => {
    stdout.on('data', (chunk) => {
      output += chunk
      const [, port] = /http:\/\/localhost:(\d+)/.exec(output) ?? []
      if (port) resolve(Number(port))
    })
  })
}
