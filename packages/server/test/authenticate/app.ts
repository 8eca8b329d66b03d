import type { IncomingMessage } from 'node:http'
import type { SocketServiceOptions } from '@monhub/realtime-server'
import type { TestServer } from '@monhub/realtime-server/testing'
import express, { type RequestHandler } from 'express'
import { join, start } from '../harness'
import { codeOf } from './outcome'

interface App {
  server: TestServer
  /** The cookies that the answer sets, as a browser would send them back. */
  visit: (path: string, cookie?: string) => Promise<string>
  connect: (cookie?: string, transport?: string) => ReturnType<typeof join>
  /** What a client with these cookies is told. */
  told: (cookie?: string) => Promise<string | undefined>
}

/** An app on Express whose routes use the same middlewares as its sockets. */
export async function startApp(
  authenticate: SocketServiceOptions['authenticate'],
  middlewares: RequestHandler[] = [],
  routes: Record<string, RequestHandler> = {},
): Promise<App> {
  const server = await start({ authenticate })
  const app = express()
  for (const middleware of middlewares) app.use(middleware)
  for (const [path, handler] of Object.entries(routes)) app.get(path, handler)
  server.httpServer.on('request', (request: IncomingMessage, response) => {
    if (!request.url?.startsWith('/socket.io')) app(request as never, response as never)
  })

  const connect = (cookie?: string, transport = 'websocket') =>
    join(server, undefined, {
      transports: [transport],
      ...(cookie !== undefined && { extraHeaders: { cookie } }),
    })
  return {
    server,
    connect,
    told: (cookie) => codeOf(connect(cookie)),
    visit: async (path, cookie) => {
      const response = await fetch(server.url + path, {
        headers: cookie === undefined ? {} : { cookie },
      })
      if (!response.ok) throw new Error(`${path} answered ${response.status}`)
      return response.headers
        .getSetCookie()
        .map((text) => text.split(';')[0])
        .join('; ')
    },
  }
}
