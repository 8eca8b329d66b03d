import type { Socket as TcpSocket } from 'node:net'
import type { RealtimeSocket } from './types'

/*
 * Frames that go to one connection within a turn of the event loop leave in one system call instead
 * of one each: under load that call was measured to be a third of what a message costs
 * (benchmarks/README.md). A lone frame waits for the end of its turn and no longer.
 */

type Connection = RealtimeSocket['conn']

let corked = new Set<TcpSocket>()
let held = new Set<Connection['transport']>()
let isDue = false
const known = new WeakSet<object>()
// The one of now: fake timers of a test would hold every connection of the process for ever.
const { setImmediate } = globalThis

const atEndOfTurn = () => {
  if (!isDue) setImmediate(release)
  isDue = true
}

const release = () => {
  isDue = false
  const ready = held
  held = new Set()
  for (const transport of ready) {
    transport.writable = true
    transport.emit('ready')
  }
  const released = corked
  corked = new Set()
  for (const tcp of released) tcp.uncork()
}

/** What is written to a connection in this turn leaves together. */
export function holdForTurn(tcp: TcpSocket): void {
  if (corked.has(tcp) || tcp.pending) return
  atEndOfTurn()
  corked.add(tcp)
  tcp.cork()
}

/** Holds back every frame of a WebSocket until the end of its turn. */
export function batchWrites(conn: Connection): void {
  const { headers, socket: tcp } = conn.request
  // A connection that began with HTTP long polling has another TCP connection than its request.
  // One that is pending carries nothing, as in the memory server of tests.
  if (headers.upgrade === undefined || tcp.pending || known.has(conn)) return
  // A client may leave a namespace and come back on the same connection, for ever.
  known.add(conn)
  // Engine.IO sends a lone packet at once and those of a transport that is not ready in one go.
  conn.on('packetCreate', () => {
    const { transport } = conn
    if (!transport.writable) return
    transport.writable = false
    held.add(transport)
    atEndOfTurn()
  })
  conn.on('flush', () => holdForTurn(tcp))
}
