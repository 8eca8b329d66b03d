import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Groups } from './wire'

/** What each of the compared servers can do. */
export interface ChatServer {
  setGroups: (groups: Groups) => Promise<void> | void
  /** Writes straight to the store, past sockets; only where there is a store. */
  append?: (message: { conversation: number; n: number; text: string }) => Promise<unknown>
  close: () => Promise<void>
}

export async function listen(httpServer: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  return (httpServer.address() as AddressInfo).port
}

export const newHttpServer = (): HttpServer => createServer()
