import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'

/** Paths of the Socket.IO servers on each HTTP server; each of them listens for upgrades itself. */
const pathsOf = new WeakMap<HttpServer | HttpsServer, string[]>()

/**
 * Ends upgrades that nobody answers. Socket.IO leaves those of other paths alone, as a guest must,
 * and the timeouts of the HTTP server no longer hold for them: anybody could keep connections open
 * for ever. While the host listens for upgrades too, they are its business.
 */
export function endStrayUpgrades(
  httpServer: HttpServer | HttpsServer,
  { path = '/socket.io', addTrailingSlash = true }: { path?: string; addTrailingSlash?: boolean },
): void {
  const ours = pathsOf.get(httpServer)
  const prefix = path.replace(/\/$/, '') + (addTrailingSlash ? '/' : '')
  if (ours) {
    ours.push(prefix)
    return
  }
  const paths = [prefix]
  pathsOf.set(httpServer, paths)
  httpServer.on('upgrade', (request, socket) => {
    if (paths.some((own) => request.url?.startsWith(own))) return
    if (httpServer.listenerCount('upgrade') > paths.length + 1) return
    socket.on('error', () => {})
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => {
      socket.destroy()
    })
  })
}
