import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter'
import type { Namespace } from 'socket.io'
import { defaultLogger } from '../../logger'
import { createBus } from '../bus'
import { guardWith, type SocketAdapter } from '../guard'
import { deliverLocallyFirst } from '../localFirst'
import { openConnections, type Connections } from './connections'
import { linksLike, type RedisClient } from './recognise'

interface Common {
  /** What the names of channels, streams and keys begin with: one for each app. @default 'socket.io' */
  prefix?: string
}

/**
 * `classic` (the default) sends every message to every node. `sharded` sends those of a room only
 * to the nodes that are in it, and needs Redis 7. `streams` catches up on broadcasts after a lost
 * connection to Redis.
 */
export type RedisAdapterOptions = Common &
  (
    | { kind?: 'classic' }
    | { kind: 'sharded' }
    | {
        kind: 'streams'
        /** How many broadcasts the stream keeps for nodes that lost Redis. @default 10 000 */
        maxLen?: number
      }
  )

/** The value for the `adapter` option of a Socket.IO server. */
export type AdapterFactory = (nsp: Namespace) => SocketAdapter

const KINDS: unknown[] = ['classic', 'sharded', 'streams']

/**
 * Joins the nodes of an app through Redis, with the official adapters of Socket.IO, for
 * `createSocketServer(httpServer, { adapter: redisAdapter(client) })`. Opens connections like the
 * client's and closes them with the server; the client itself stays as it is, and yours.
 *
 * While Redis is away each node goes on for the people connected to it.
 *
 * @throws TypeError when the client or an option cannot work, with the way to write it.
 */
export function redisAdapter(
  client: RedisClient,
  options: RedisAdapterOptions = {},
): AdapterFactory {
  const openLink = linksLike(client)
  assertOptions(options)
  let shared: { connections: Connections; make: (nsp: Namespace) => SocketAdapter } | undefined
  const open = new Set<SocketAdapter>()
  const bus = createBus()
  const logBus = () => bus.logTo(defaultLogger())

  // Socket.IO calls it with `new`, which an arrow function cannot bear.
  return function adapterOf(nsp) {
    const needsOffsets =
      options.kind === 'streams' && Boolean(nsp.server._opts?.connectionStateRecovery)
    if (!shared) {
      const connections = openConnections(openLink, bus, !needsOffsets)
      shared = { connections, make: makerOf(connections, options) }
      // createSocketServer brings its own logger before that.
      setImmediate(logBus)
    }
    const { connections, make } = shared
    const adapter = make(nsp)
    guardWith(adapter, bus)
    // What is recovered is found by the offset that Redis gives to a message.
    if (options.kind === 'sharded' || (options.kind === 'streams' && !needsOffsets)) {
      deliverLocallyFirst(adapter)
    }
    open.add(adapter)
    const close = adapter.close.bind(adapter)
    adapter.close = async () => {
      open.delete(adapter)
      await close()
      if (open.size > 0) return
      shared = undefined
      await connections.close()
    }
    return adapter
  }
}

function makerOf(
  { publisher, subscriber }: Connections,
  options: RedisAdapterOptions,
): (nsp: Namespace) => SocketAdapter {
  const { prefix = 'socket.io' } = options
  if (options.kind === 'sharded') {
    return createShardedAdapter(publisher, subscriber(), { channelPrefix: prefix })
  }
  if (options.kind === 'streams') {
    return createStreamsAdapter(publisher, {
      ...{ streamName: prefix, channelPrefix: prefix, sessionKeyPrefix: `${prefix}:session:` },
      ...(options.maxLen === undefined ? {} : { maxLen: options.maxLen }),
    })
  }
  return createAdapter(publisher, subscriber(), { key: prefix })
}

/** Of an app without types, options may be anything. */
function assertOptions(options: { kind?: unknown; prefix?: unknown; streamCount?: unknown }): void {
  const { kind = 'classic', prefix = 'socket.io', streamCount } = options
  if (!KINDS.includes(kind)) {
    throw new TypeError(
      `redisAdapter: kind is 'classic', 'sharded' or 'streams', not '${String(kind)}'.`,
    )
  }
  if (typeof prefix !== 'string' || prefix === '') {
    throw new TypeError(
      "redisAdapter: prefix is a name such as 'my-app', of one character or more.",
    )
  }
  if (streamCount !== undefined) {
    throw new TypeError(
      'redisAdapter: there is no streamCount. With several streams a namespace may be written to one that no node reads; leave it out.',
    )
  }
}
