import type { ServerOptions } from 'socket.io'

/** What `createSocketServer` sets, for bare servers to be measured beside it. */
export const OPTIONS_OF_OURS: Partial<ServerOptions> = {
  transports: ['websocket', 'polling'],
  pingInterval: 25_000,
  pingTimeout: 60_000,
  maxHttpBufferSize: 256 * 1024,
  serveClient: false,
}
