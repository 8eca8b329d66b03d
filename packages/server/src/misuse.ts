import cluster from 'node:cluster'
import type { Server as HttpServer } from 'node:http'
import type { Logger } from './logger'
import type { RealtimeNamespace, SocketHost } from './types'

/*
 * What is wrong in how the package is called, each in a sentence with the fix. Types say the same,
 * to whoever writes types.
 */

/** @throws TypeError for an Express app, a port, or anything else that is no HTTP server. */
export function assertHttpServer(candidate: unknown): void {
  if (has(candidate, 'on', 'listen') && typeof candidate !== 'function') return
  throw new TypeError(
    'createSocketServer needs the HTTP server around your Express app, not the app itself:\n' +
      "  const httpServer = createServer(app) // import { createServer } from 'node:http'\n" +
      '  const io = createSocketServer(httpServer) // and httpServer.listen(…) instead of app.listen(…)',
  )
}

/** @throws TypeError for the HTTP server, or anything else that Socket.IO did not make. */
export function assertSocketHost(candidate: unknown): asserts candidate is SocketHost {
  if (has(candidate, 'of', 'use') || has(candidate, 'server', 'use')) return
  throw new TypeError(
    'createSocketService needs the Socket.IO server, or one of its namespaces: createSocketService(createSocketServer(httpServer), { … }).',
  )
}

/** @throws TypeError for a path, a handle of a database, or another thing that is no store. */
export function assertStore(candidate: unknown): void {
  if (candidate === undefined || has(candidate, 'append', 'history')) return
  throw new TypeError(
    "createSocketService: `store` must be a store, such as sqliteStore(new Database('realtime.db')) or mongoStore(client.db()).",
  )
}

const served = new WeakSet<RealtimeNamespace>()

/**
 * Notes that a namespace has a service, for good: one that was closed goes on refusing who connects.
 * @throws TypeError when it has one already, which would answer everything too.
 */
export function claimNamespace(nsp: RealtimeNamespace): void {
  if (served.has(nsp)) {
    throw new TypeError(
      `createSocketService was called twice for the namespace ${nsp.name}: keep what it gave and use it everywhere. After close() the next one needs a new Socket.IO server: createSocketServer(httpServer).`,
    )
  }
  served.add(nsp)
}

const LISTENING_AFTER_MS = 10_000

/** `app.listen` makes a server of its own, and then nothing says why nobody can connect. */
export function warnUnlessListening(
  httpServer: Pick<HttpServer, 'listening' | 'once'>,
  logger: Logger,
): void {
  // The primary may listen for its workers, as with @socket.io/sticky.
  if (cluster.isWorker) return
  const timer = setTimeout(() => {
    if (httpServer.listening) return
    logger.warn(
      {},
      `The HTTP server that createSocketServer was given does not listen after ${LISTENING_AFTER_MS / 1000} s, so nobody can connect until it does: call httpServer.listen(…); app.listen(…) makes another server.`,
    )
  }, LISTENING_AFTER_MS)
  timer.unref()
  httpServer.once('listening', () => clearTimeout(timer))
}

const has = (candidate: unknown, ...methods: string[]) =>
  candidate !== null &&
  candidate !== undefined &&
  methods.every((name) => (candidate as Record<string, unknown>)[name] !== undefined)
