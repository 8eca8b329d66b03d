/*
 * Shows that Socket.IO delivers the packets a client missed before its middleware has decided
 * whether the client may connect. Beside an installed `socket.io`: node recovery-before-verdict.mjs
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// From the folder it is started in, so that it can be run against any installed version.
const require = createRequire(pathToFileURL(join(process.cwd(), 'any.js')))
const { Server } = require('socket.io')
const { version } = require('socket.io/package.json')
// The one that Socket.IO brings along: older versions of Node have none of their own.
const engine = createRequire(require.resolve('socket.io')).resolve('engine.io')
const { WebSocket } = createRequire(engine)('ws')

const banned = new Set()
const httpServer = createServer()
const io = new Server(httpServer, {
  // Even where the application asks for its middleware to be run on recovery.
  connectionStateRecovery: { skipMiddlewares: process.argv.includes('--skip-middlewares') },
})
io.use((socket, next) => {
  const { user } = socket.handshake.auth
  next(banned.has(user) ? new Error('banned') : undefined)
})
io.on('connection', (socket) => socket.join('staff'))
await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve))

/** A bare WebSocket that speaks Engine.IO 4, and what it received. */
function connect(auth) {
  const socket = new WebSocket(
    `ws://127.0.0.1:${httpServer.address().port}/socket.io/?EIO=4&transport=websocket`,
  )
  const frames = []
  socket.onmessage = ({ data }) => {
    if (data.startsWith('0')) socket.send(`40${JSON.stringify(auth)}`)
    else frames.push(data)
  }
  const until = async (start) => {
    const deadline = Date.now() + 3000
    while (!frames.some((frame) => frame.startsWith(start))) {
      if (Date.now() > deadline) throw new Error(`no ${start} among ${frames.join(' ')}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return { socket, frames, until }
}

// 1. Mallory is signed in, and hears one event, so that the server knows how far she has read.
const first = connect({ user: 'mallory' })
await first.until('40')
const { pid } = JSON.parse(first.frames.find((frame) => frame.startsWith('40')).slice(2))
io.to('staff').emit('hello')
await first.until('42')
const offset = JSON.parse(first.frames.find((frame) => frame.startsWith('42')).slice(2)).at(-1)

// 2. Her connection breaks; meanwhile she is banned, and something is said that is not for her.
const [serverSide] = io.sockets.sockets.values()
const gone = once(serverSide, 'disconnect')
serverSide.conn.transport.close()
await gone
banned.add('mallory')
io.to('staff').emit('secret', 'mallory is under investigation')

// 3. She comes back, and the middleware refuses her.
const second = connect({ user: 'mallory', pid, offset })
await second.until(process.argv.includes('--skip-middlewares') ? '42' : '44')

console.log(`socket.io ${version}, in the order they arrived:`)
for (const frame of second.frames) console.log(`  ${frame}`)
const leaked = second.frames.some((frame) => frame.includes('under investigation'))
console.log(leaked ? 'LEAKED: the refused client has the secret' : 'not affected')

first.socket.close()
second.socket.close()
await io.close()
process.exit(leaked ? 1 : 0)
