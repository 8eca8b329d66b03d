import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import {
  createSocketServer,
  createSocketService,
  type Contract,
  type SocketServerOptions,
  type SocketServiceAPI,
  type SocketServiceOptions,
} from '@monhub/realtime-server'
import type { Server } from 'socket.io'
import type { ManagerOptions } from 'socket.io-client'
import { clientTransport } from './clientTransport'
import { createUpgrade } from './memoryUpgrade'
import { createMemoryWebSocket, type ServerEnd } from './memoryWebSocket'
import { createNetwork, type Conditions, type TestNetwork } from './testNetwork'

export interface MemoryServerOptions<C extends Contract = Contract> {
  /** Options of the service. Without `authenticate` it runs in trust mode. */
  service?: SocketServiceOptions<C>
  /** Options of the Socket.IO server. */
  server?: SocketServerOptions
}

export interface MemoryServer<C extends Contract = Contract> {
  /** What clients of it connect to, each server another; nothing listens there. */
  url: string
  io: Server
  service: SocketServiceAPI<C>
  /** Between the server and everybody. */
  network: TestNetwork
  /** Between the server and the clients that were given a transport of this name. */
  networkOf: (name: string) => TestNetwork
  /**
   * The option `transports` of a Socket.IO client, by which it reaches this server. `headers` are
   * those of its request, such as `cookie` or another `origin`.
   */
  transports: (name?: string, headers?: IncomingHttpHeaders) => Transports
  /** Ends every connection, then the service and Socket.IO; once. */
  close: () => Promise<void>
}

type Transports = NonNullable<ManagerOptions['transports']>

const quiet = () => {}
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet }
let count = 0

/**
 * The real server without a port: Socket.IO clients reach it in memory, by microtasks, so that fake
 * timers do not hold them up. Origins, addresses and `authenticate` are checked as ever. Silent
 * unless given a logger.
 *
 * @example
 * const server = createMemoryServer()
 * const bob = await connectTestClient(server.url, { userId: 'bob', transports: server.transports() })
 */
export function createMemoryServer<C extends Contract = Contract>({
  service: options = {},
  server = {},
}: MemoryServerOptions<C> = {}): MemoryServer<C> {
  const url = `http://memory-${++count}.test`
  const httpServer = createServer()
  const accepting = new WeakMap<IncomingMessage, () => ServerEnd>()
  const io = createSocketServer(httpServer, {
    ...{ logger: silent, wsEngine: memoryEngine(accepting) },
    ...server,
    transports: ['websocket'],
  })
  const service = createSocketService(io, {
    logger: silent,
    dangerouslyTrustClients: !options.authenticate,
    ...options,
  })
  const network = createNetwork()
  const networks = new Map<string, Conditions>()
  const openings = new Set<() => void>()

  const networkOf = (name: string) => {
    const known = networks.get(name) ?? createNetwork()
    networks.set(name, known)
    return known
  }

  const connect = (uri: string, name: string, headers?: IncomingHttpHeaders) => {
    const ways = [network, networkOf(name)]
    const request = createUpgrade(uri, headers)
    const pipe = createMemoryWebSocket(ways, () => {
      openings.delete(pipe.cut)
      request.socket.destroy()
    })
    openings.add(pipe.cut)
    accepting.set(request, () => {
      pipe.accept()
      return pipe.server
    })
    // Destroyed by whoever refuses the request.
    request.socket.once('close', pipe.cut)
    void Promise.resolve().then(() => {
      if (closing || ways.some((way) => way.isDown())) pipe.cut()
      else httpServer.emit('upgrade', request, request.socket, Buffer.alloc(0))
    })
    return pipe.client
  }

  let closing: Promise<void> | undefined
  const close = async () => {
    await service.close()
    await io.close()
    for (const cut of openings) cut()
  }

  return {
    ...{ url, io, service, network, networkOf },
    transports: (name = '', headers) => [
      // Socket.IO's transports are made by extending them.

      class MemoryTransport extends clientTransport() {
        override createSocket(uri: string) {
          return connect(uri, name, headers)
        }
      },
    ],
    close: () => (closing ??= close()),
  }
}

/** Stands in for the WebSocket server of `ws`: hands Engine.IO the end that belongs to a request. */
const memoryEngine = (accepting: WeakMap<IncomingMessage, () => ServerEnd>) =>
  function memoryEngine() {
    return {
      handleUpgrade(
        request: IncomingMessage,
        _tcp: unknown,
        _head: unknown,
        done: (end: ServerEnd) => void,
      ) {
        const accept = accepting.get(request)
        if (accept) done(accept())
      },
      close: quiet,
    }
  }
