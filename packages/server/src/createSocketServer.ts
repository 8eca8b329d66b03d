import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { LIMITS } from '@monhub/realtime-protocol'
import { Server, type Namespace, type ServerOptions, type Socket } from 'socket.io'
import { guardWith } from './adapters/guard'
import { assertSessionsArrive, warnOfStrays } from './adapters/sessions'
import { warnOfFloors } from './dependencyFloors'
import { createAddressGuard, type AddressLimits } from './limits/addresses'
import { defaultLogger, safeLogger, type Logger } from './logger'
import { assertHttpServer, warnUnlessListening } from './misuse'
import { createOriginPolicy, type OriginOptions, type OriginPolicy } from './origin'
import { endStrayUpgrades } from './strayUpgrades'
import { batchWrites, holdForTurn } from './writeBatches'

/** Socket.IO's own options, who may connect, and what several nodes need. */
export interface SocketServerOptions extends Partial<Omit<ServerOptions, 'cors'>>, OriginOptions {
  /**
   * Joins the nodes of an app: `redisAdapter(client)`, `clusterAdapter()`, or any other of
   * Socket.IO. Needs `transports: ['websocket']` or `stickySessions: true` beside it.
   */
  adapter?: ServerOptions['adapter']
  /** Says that the load balancer sends all requests of one client to one node. @default false */
  stickySessions?: boolean
  /**
   * Connections and attempts of one address. Only with `trustProxy`, since without it the address
   * may be that of a proxy and everybody's; `false` leaves them off. @default see AddressLimits
   */
  addressLimits?: AddressLimits | false
  /** Where refused origins, and trouble between nodes, are reported. @default the console */
  logger?: Logger
}

type Connection = Socket['conn']

const policies = new WeakMap<Server, OriginPolicy>()

/** The policy of a server made here, or `undefined` for one the host made itself. */
export const originPolicyOf = (io: Server): OriginPolicy | undefined => policies.get(io)

/**
 * Attaches a Socket.IO server to the HTTP server of an existing app, with the reference's defaults
 * (both transports, WebSocket first, `pingInterval` 25 000 ms, `pingTimeout` 60 000 ms) and an Origin
 * check on both transports. It never closes the HTTP server and leaves other upgrades alone.
 *
 * @throws TypeError when it is handed an Express app instead of the HTTP server around it, or an
 * adapter for several nodes without a way for HTTP long polling to reach the right one.
 */
export function createSocketServer(
  httpServer: HttpServer | HttpsServer,
  options: SocketServerOptions = {},
): Server {
  assertHttpServer(httpServer)
  const { origins, trustProxy, addressLimits = {}, stickySessions, ...others } = options
  const { logger: logs, allowRequest, ...own } = others
  const logger = logs ? safeLogger(logs) : defaultLogger()
  assertSessionsArrive({ ...own, stickySessions })
  const policy = createOriginPolicy({ origins, trustProxy })
  const addresses =
    trustProxy === undefined || addressLimits === false
      ? undefined
      : createAddressGuard(trustProxy, addressLimits)
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
      // Nor would a handshake's answer be read by a page.
      if ((request as IncomingMessage).headers.upgrade !== undefined) {
        callback(null, { origin: false })
        return
      }
      const allowed = policy.refusal(request as IncomingMessage) === null
      callback(null, { origin: allowed, credentials: true, methods: ['GET', 'POST'] })
    },
    allowRequest: (request, answer) => {
      const callback: typeof answer = (refusal, isAllowed) => {
        // The handshake's answer leaves with the packet that opens the connection.
        if (isAllowed && request.headers.upgrade !== undefined) holdForTurn(request.socket)
        answer(refusal, isAllowed)
      }
      const reason = policy.refusal(request)
      if (reason !== null) {
        warnOnce(reason)
        callback('origin not allowed', false)
        return
      }
      const excess = addresses?.refusal(request) ?? null
      if (excess !== null) {
        warnOnce(`A connection was refused: ${excess} (\`addressLimits\`).`)
        callback(excess, false)
      } else if (allowRequest) allowRequest(request, callback)
      else callback(null, true)
    },
  })
  policies.set(io, policy)
  endStrayUpgrades(httpServer, own)
  warnOfFloors(logger)
  warnUnlessListening(httpServer, logger)
  // From the first packet on; the service would only come to it after the second.
  io.engine.on('connection', batchWrites)
  if (addresses) {
    io.engine.on('connection', (conn: Connection) => {
      // Hosts may take the request off the connection, to save its memory.
      const { request } = conn
      addresses.opened(request)
      conn.once('close', () => addresses.closed(request))
    })
  }
  warnOfStrays(io, logger)
  if (own.adapter) reportOutages(io, logger)
  return io
}

function reportOutages(io: Server, logger: Logger): void {
  const watch = ({ adapter }: Namespace) => guardWith(adapter).logTo(logger)
  watch(io.sockets)
  io.on('new_namespace', watch)
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
