/** Starts the socket server, and Next.js beside it: `node start.mjs`, or `node start.mjs dev`. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const [mode = 'start'] = process.argv.slice(2)
const webPort = Number(process.env.PORT ?? 3000)
const socketPort = Number(process.env.SOCKET_PORT ?? webPort + 1)
const next = fileURLToPath(import.meta.resolve('next/dist/bin/next'))

const env = {
  ...process.env,
  WEB_ORIGIN: `http://localhost:${webPort}`,
  SOCKET_URL: `http://localhost:${socketPort}`,
  // One of its own each time signs everybody out.
  SESSION_SECRET: process.env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
}
const run = (/** @type {string[]} */ args, /** @type {number} */ port) =>
  spawn(process.execPath, args, { env: { ...env, PORT: String(port) }, stdio: 'inherit' })

const processes = [run(['server.mjs'], socketPort), run([next, mode], webPort)]
let isStopping = false
function stop() {
  isStopping = true
  processes.forEach((child) => child.kill())
}

for (const child of processes) {
  child.once('exit', (code) => {
    if (!isStopping) process.exitCode = code ?? 1
    stop()
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
