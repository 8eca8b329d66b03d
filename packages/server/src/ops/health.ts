import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LimitCounts } from '../limits/createLimits'
import type { PresenceHealth } from '../presence/createPresence'

/** What `service.health()` says. No other node is asked. */
export interface Health {
  /** `DEGRADED` without the store: presence and typing go on, messages cannot be sent. */
  status: 'OK' | 'DEGRADED' | 'ERROR'
  socketIO: 'Connected' | 'Closed'
  onlineUsers: number
  /** Connections on this node. */
  connections: number
  store: { name: string; status: 'OK' | 'ERROR' }
  /** What this node knows of the others; it does not change `status`, as everybody here is served. */
  presence: PresenceHealth
  /** What was refused to clients of this node. */
  limits: LimitCounts
}

/** How long a store may take to answer before it counts as unavailable. */
const STORE_TIMEOUT_MS = 2000

export async function isHealthy(ping: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store did not answer')), STORE_TIMEOUT_MS)
  })
  try {
    await Promise.race([ping(), timeout])
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** Makes a request handler for Express or `http` that answers with the health as JSON: 200, or 503. */
export function createHealthHandler(service: {
  health: () => Promise<Health>
}): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    service.health().then(
      (health) => respond(response, health.status === 'OK' ? 200 : 503, health),
      () => respond(response, 503, { status: 'ERROR' }),
    )
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
