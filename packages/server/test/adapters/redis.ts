import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis as IoRedis6 } from 'ioredis'
import { Redis as IoRedis5 } from 'ioredis-5'
import { createClient as createClient6 } from 'redis'
import { createClient as createClient4 } from 'redis-4'
import { createClient as createClient5 } from 'redis-5'
import { io as connect, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { Logger } from '../../src'
import { createSocketServer, type SocketServerOptions } from '../../src/createSocketServer'
import type { RedisAdapterOptions, RedisClient } from '../../src/adapters/redis'

/** How an app would make its client, with each library; none of these is connected yet. */
export const clients: Record<string, (url: string) => RedisClient> = {
  'redis 4': (url) => createClient4({ url }),
  'redis 5': (url) => createClient5({ url }),
  'redis 6': (url) => createClient6({ url }),
  'ioredis 5': (url) => new IoRedis5(url, { lazyConnect: true }),
  'ioredis 6': (url) => new IoRedis6(url, { lazyConnect: true }),
}

export const kinds = ['classic', 'sharded', 'streams'] as const satisfies NonNullable<
  RedisAdapterOptions['kind']
>[]

/** Every kind with every library. */
export const combinations = kinds.flatMap((kind) =>
  Object.keys(clients).map((library) => ({ kind, library })),
)

export interface Line {
  level: string
  message: string
  fields: object
}

/** A logger that keeps its lines. */
export function recorder(): Logger & { lines: Line[] } {
  const lines: Line[] = []
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A Socket.IO server that puts each socket into the room its client asks for. */
export async function startNode(options: SocketServerOptions) {
  const httpServer = createServer()
  const io = createSocketServer(httpServer, { transports: ['websocket'], ...options })
  io.on('connection', (socket) => void socket.join(socket.handshake.auth.room as string))
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await io.close()
  })
  return { io, url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}` }
}

/** A client that keeps what it hears, in order, and can be asked to wait for something. */
export async function startListener(url: string, room: string) {
  const socket: Socket = connect(url, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    auth: { room },
  })
  onTestFinished(() => void socket.disconnect())
  const heard: { event: string; value: unknown; at: number }[] = []
  const waiting = new Set<() => void>()
  socket.onAny((event: string, value: unknown) => {
    heard.push({ event, value, at: performance.now() })
    for (const check of [...waiting]) check()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return {
    id: socket.id!,
    /** What a client tells to recover its session. */
    lastOffset: () => String((socket as unknown as { _lastOffset?: unknown })._lastOffset),
    events: () => heard.map(({ event }) => event),
    /** When the event was heard, also if that was before. */
    hears: (event: string | RegExp) =>
      new Promise<number>((resolve) => {
        const check = () => {
          const found = heard.find((entry) =>
            typeof event === 'string' ? entry.event === event : event.test(entry.event),
          )
          if (!found) return
          waiting.delete(check)
          resolve(found.at)
        }
        waiting.add(check)
        check()
      }),
  }
}

/**
 * Sends again and again until a listener hears it: nobody is told when a subscription of another
 * node has come about.
 */
export async function untilHeard(
  send: (probe: string) => void,
  { hears }: { hears: (event: RegExp) => Promise<unknown> },
  name = 'probe',
) {
  let count = 0
  const again = () => send(`${name}-${count++}`)
  const timer = setInterval(again, 20)
  const giveUp = setTimeout(() => clearInterval(timer), 10_000)
  again()
  await hears(new RegExp(`^${name}-`))
  clearInterval(timer)
  clearTimeout(giveUp)
}
