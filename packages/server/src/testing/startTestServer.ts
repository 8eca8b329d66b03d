import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createSocketServer,
  createSocketService,
  type Contract,
  type SocketServerOptions,
  type SocketServiceAPI,
  type SocketServiceOptions,
} from '@monhub/realtime-server'
import type { Server } from 'socket.io'

export interface TestServer<C extends Contract = Contract> {
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
  httpServer: HttpServer
  io: Server
  service: SocketServiceAPI<C>
  /** Ends every connection, then the service, Socket.IO and the HTTP server; once. */
  close: () => Promise<void>
}

const quiet = () => {}
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet }

/**
 * A real server on a free port of 127.0.0.1, or on `port`, silent unless given a logger. Without
 * `authenticate` it runs in trust mode.
 */
export async function startTestServer<C extends Contract = Contract>(
  options: SocketServiceOptions<C> = {},
  { port = 0, ...server }: SocketServerOptions & { port?: number } = {},
): Promise<TestServer<C>> {
  const httpServer = createServer()
  const io = createSocketServer(httpServer, { logger: silent, ...server })
  const service = createSocketService(io, {
    logger: silent,
    dangerouslyTrustClients: !options.authenticate,
    ...options,
  })
  await new Promise<void>((resolve) => httpServer.listen(port, '127.0.0.1', resolve))
  const address = httpServer.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = async () => {
    await service.close()
    // Socket.IO's close ends the HTTP server too, which is this function's own.
    await io.close()
    httpServer.closeAllConnections()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    httpServer,
    io,
    service,
    close: () => (closing ??= close()),
  }
}
