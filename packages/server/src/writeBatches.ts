import type { Socket as TcpSocket } from 'node:net'
import type { RealtimeSocket } from './types'

/*
 * Frames that go to one connection within a turn of the event loop leave in one system call instead
 * of one each: under load that call was measured to be a third of what a message costs
 * (benchmarks/README.md). A frame after some calm leaves at once: waiting for others that do not come
 * was measured to cost a lone message a twentieth (docs/decisions/0025).
 */

type Connection = RealtimeSocket['conn']

const corked = new Set<TcpSocket>()
let held = new Set<Connection['transport']>()
let isDue = false
/** Under load frames are closer together than this; at 500 messages/s they are 2 ms apart. */
const CALM_MS = 1
let lastAt = -Infinity
const known = new WeakSet<object>()
// The one of now: fake timers of a test would hold every connection of the process for ever.
const { setImmediate } = globalThis

const atEndOfTurn = () => {
  if (!isDue) setImmediate(release)
  isDue = true
}

const release = () => {
  const ready = held
  held = new Set()
  try {
    for (const transport of ready) {
      ready.delete(transport)
      transport.writable = true
      transport.emit('ready')
    }
    for (const tcp of corked) {
      corked.delete(tcp)
      tcp.uncork()
    }
  } finally {
    // Due until here, so that what was let go asks for no turn of its own. What is left is what was
    // written meanwhile, or what comes after a listener of the app that threw.
    isDue = false
    for (const transport of ready) held.add(transport)
    if (held.size + corked.size > 0) atEndOfTurn()
  }
}

/** Whether no frame was written for so long that this one is likely to be alone in its turn. */
function isCalm(): boolean {
  const now = performance.now()
  const silenceMs = now - lastAt
  lastAt = now
  return silenceMs > CALM_MS
}

/** What is written to a connection in this turn leaves together. */
export function holdForTurn(tcp: TcpSocket): void {
  if (corked.has(tcp) || tcp.pending) return
  atEndOfTurn()
  corked.add(tcp)
  tcp.cork()
}

/** Lets the frames of a WebSocket leave at the end of their turn, unless they are likely to be alone. */
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
    if (isCalm() || !transport.writable) return
    transport.writable = false
    held.add(transport)
    atEndOfTurn()
  })
  conn.on('flush', () => {
    if (isDue) holdForTurn(tcp)
  })
}
