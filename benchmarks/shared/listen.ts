import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export async function listen(httpServer: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  return (httpServer.address() as AddressInfo).port
}

export const newHttpServer = (): HttpServer => createServer()
