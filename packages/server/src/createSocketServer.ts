import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { LIMITS } from '@monhub/realtime-protocol'
import { Server, type ServerOptions } from 'socket.io'
import { defaultLogger, type Logger } from './logger'
import { createOriginPolicy, type OriginOptions, type OriginPolicy } from './origin'

/** Socket.IO's own options, and who may connect. */
export interface SocketServerOptions extends Partial<Omit<ServerOptions, 'cors'>>, OriginOptions {
  /** Where refused origins are reported, each once. @default warnings on the console */
  logger?: Logger
}

const policies = new WeakMap<Server, OriginPolicy>()

/** The policy of a server made here, or `undefined` for one the host made itself. */
export const originPolicyOf = (io: Server): OriginPolicy | undefined => policies.get(io)

/**
 * Attaches a Socket.IO server to the HTTP server of an existing app, with the reference's defaults
 * (both transports, WebSocket first, `pingInterval` 25 000 ms, `pingTimeout` 60 000 ms) and an Origin
 * check on both transports. It never closes the HTTP server and leaves other upgrades alone.
 *
 * @throws TypeError when it is handed an Express app instead of the HTTP server around it.
 */
export function createSocketServer(
  httpServer: HttpServer | HttpsServer,
  options: SocketServerOptions = {},
): Server {
  assertHttpServer(httpServer)
  const { origins, trustProxy, logger = defaultLogger(), allowRequest, ...own } = options
  const policy = createOriginPolicy({ origins, trustProxy })
  const warnOnce = once((reason: string) => logger.warn({}, reason))

  const io = new Server(httpServer, {
    transports: ['websocket', 'polling'],
    pingInterval: 25_000,
    pingTimeout: 60_000,
    connectTimeout: 10_000,
    maxHttpBufferSize: LIMITS.transportBytes,
    serveClient: false,
    destroyUpgrade: false,
    ...own,
    // CORS does not cover the WebSocket handshake, so both are derived from the one policy.
    cors: (request, callback) => {
      const allowed = policy.refusal(request as IncomingMessage) === null
      callback(null, { origin: allowed, credentials: true, methods: ['GET', 'POST'] })
    },
    allowRequest: (request, callback) => {
      const reason = policy.refusal(request)
      if (reason !== null) {
        warnOnce(reason)
        callback('origin not allowed', false)
      } else if (allowRequest) allowRequest(request, callback)
      else callback(null, true)
    },
  })
  policies.set(io, policy)
  return io
}

function assertHttpServer(candidate: unknown): void {
  if (typeof candidate !== 'function') return
  throw new TypeError(
    'createSocketServer needs the HTTP server around your Express app, not the app itself:\n' +
      "  const httpServer = createServer(app) // import { createServer } from 'node:http'\n" +
      '  const io = createSocketServer(httpServer) // and httpServer.listen(…) instead of app.listen(…)',
  )
}

/** A hostile page can vary its Origin for ever, so what was said is remembered up to a bound. */
function once(say: (reason: string) => void): (reason: string) => void {
  const said = new Set<string>()
  return (reason) => {
    if (said.size >= 100 || said.has(reason)) return
    said.add(reason)
    say(reason)
  }
}
