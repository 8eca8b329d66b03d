import type { Server, ServerOptions } from 'socket.io'
import type { Logger } from '../logger'

interface SessionOptions {
  adapter?: ServerOptions['adapter']
  transports?: ServerOptions['transports']
  stickySessions?: boolean
}

const FIX =
  "Either pass transports: ['websocket'] here and in the client, which needs nothing else, or configure sticky sessions in the load balancer (nginx: ip_hash; Node's cluster: @socket.io/sticky) and pass stickySessions: true."

/** @throws TypeError when requests of one session may go to several nodes. */
export function assertSessionsArrive({ adapter, transports, stickySessions }: SessionOptions) {
  if (!adapter || stickySessions === true) return
  if (transports && !transports.includes('polling')) return
  throw new TypeError(
    `createSocketServer was given an adapter for several nodes, and HTTP long polling is on: the requests of one client must then all reach the same node. ${FIX}`,
  )
}

/** Engine.IO's code for a session id that it does not know. */
const UNKNOWN_SESSION = 1
const STRAYS = 3
const WINDOW_MS = 60_000

interface ConnectionError {
  code: number
}

/**
 * Warns once when several requests in a minute belong to sessions of other nodes. A single one is
 * usual: a computer that wakes up asks for its session of last night.
 */
export function warnOfStrays(io: Server, logger: Logger): void {
  let strayedAt: number[] = []
  let hasWarned = false
  io.engine.on('connection_error', ({ code }: ConnectionError) => {
    if (code !== UNKNOWN_SESSION || hasWarned) return
    const now = Date.now()
    strayedAt = [...strayedAt, now].filter((at) => now - at < WINDOW_MS)
    if (strayedAt.length < STRAYS) return
    hasWarned = true
    logger.warn(
      { requests: STRAYS, withinMs: WINDOW_MS },
      `Requests arrive for sessions that this node does not know ("Session ID unknown"). With several nodes, all requests of one client must reach the same one. ${FIX}`,
    )
  })
}
