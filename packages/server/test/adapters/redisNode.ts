import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis as IoRedis } from 'ioredis'
import { createClient } from 'redis'
import { busStatus } from '../../src/adapters/guard'
import { redisAdapter, type RedisAdapterOptions, type RedisClient } from '../../src/adapters/redis'
import { createSocketServer } from '../../src/createSocketServer'
import type { Logger } from '../../src/logger'
import type { Ask, Tell } from './startProcess'

/** A node of its own process: it emits what it is asked to and tells what it logs. */
const [, , library, url = '', options = '{}', hasClientOptions] = process.argv
const tell = (what: Tell) => process.send?.(what)
const log = (level: 'warn' | 'error') => (fields: object, message: string) =>
  tell({ level, message, fields: JSON.parse(JSON.stringify(fields)) as object })
const quiet = () => {}
const logger: Logger = { debug: quiet, info: quiet, warn: log('warn'), error: log('error') }

/** Each was measured to end or to freeze a process, in the hands of an official adapter. */
const fatal = {
  redis: { disableOfflineQueue: true, socket: { reconnectStrategy: false as const } },
  ioredis: {
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0, lazyConnect: true },
    retryStrategy: () => null,
  },
}

function makeClient(): RedisClient {
  if (library === 'ioredis') {
    const client = new IoRedis(url, hasClientOptions ? fatal.ioredis : { lazyConnect: true })
    return client.on('error', () => {})
  }
  return createClient({ url, ...(hasClientOptions ? fatal.redis : {}) })
}

const httpServer = createServer()
const io = createSocketServer(httpServer, {
  adapter: redisAdapter(makeClient(), JSON.parse(options) as RedisAdapterOptions),
  transports: ['websocket'],
  logger,
})
io.on('connection', (socket) => void socket.join(socket.handshake.auth.room as string))
io.on('heartbeat', () => {})

let isClosing = false
// A test that is interrupted leaves nobody behind.
process.on('disconnect', () => {
  if (!isClosing) process.exit()
})
process.on('message', (ask: Ask) => {
  if (ask.emit) io.to('room').emit(ask.emit)
  if (ask.heartbeat) io.serverSideEmit('heartbeat')
  if (ask.status) tell({ status: busStatus(io.of('/').adapter) })
  // What closes everything lets the process end by itself.
  if (ask.close) {
    isClosing = true
    void io.close().then(() => process.disconnect())
  }
})
httpServer.listen(0, '127.0.0.1', () => tell({ port: (httpServer.address() as AddressInfo).port }))
