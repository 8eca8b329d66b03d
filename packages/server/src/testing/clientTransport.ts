import { Manager, WebSocket } from 'socket.io-client'

/** Socket.IO's own transport for WebSockets, which asks `createSocket` for one. */
export const clientTransport = (): typeof WebSocket => WebSocket ?? transportOfEngine()

/** The CommonJS build of socket.io-client leaves its transports out of what it exports. */
function transportOfEngine(): typeof WebSocket {
  const { engine } = new Manager('http://memory.test', { transports: [], reconnection: false })
  const { _transportsByName } = engine as unknown as {
    _transportsByName: { websocket: typeof WebSocket }
  }
  engine.close()
  return _transportsByName.websocket
}
