import { IncomingMessage, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'

/**
 * The request that a browser begins a WebSocket with, on a TCP socket that leads nowhere. Origin and
 * Host are those of the server's own page, unless `headers` says otherwise.
 */
export function createUpgrade(uri: string, headers: IncomingHttpHeaders = {}): IncomingMessage {
  const { host, pathname, search } = new URL(uri)
  const tcp = new Socket()
  // Asked of the system otherwise, which knows of no connection.
  Object.defineProperty(tcp, 'remoteAddress', { value: '127.0.0.1' })
  const request = new IncomingMessage(tcp)
  request.method = 'GET'
  request.url = pathname + search
  request.headers = {
    ...{ host, origin: `http://${host}`, connection: 'Upgrade', upgrade: 'websocket' },
    ...headers,
  }
  return request
}
