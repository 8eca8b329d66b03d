import { farewell, retryAfterMs, type OpenLink } from './link'

/** What is used of a client of `ioredis`, versions 5 and 6. */
interface IoRedis {
  status: string
  duplicate: (overrides: object) => IoRedis
  on: (event: string, listener: (error: unknown) => void) => unknown
  ping: () => Promise<unknown>
  quit: () => Promise<unknown>
  disconnect: (reconnect?: boolean) => void
}

/** Makes links with the address and credentials of a client of `ioredis`. */
export function ioRedisLinks(own: IoRedis): OpenLink {
  return (role, { onReady, onError }) => {
    const client = own.duplicate({
      // The official adapters read answers in the form of RESP 2, and look for names as they wrote them.
      ...{ protocol: 2, replyMapping: 'legacy', keyPrefix: '', stringNumbers: false },
      // The options of the app are for its own commands, and some of them stop a whole process here.
      ...{ lazyConnect: false, readOnly: false, monitor: false, enableAutoPipelining: false },
      enableOfflineQueue: role === 'subscriber',
      // Its INFO fails the connection when something was subscribed to a moment earlier.
      enableReadyCheck: role === 'publisher',
      autoResendUnfulfilledCommands: role === 'subscriber',
      ...{ autoResubscribe: true, maxRetriesPerRequest: null, retryStrategy: retryAfterMs },
      ...{ commandTimeout: undefined, socketTimeout: undefined, blockingTimeout: undefined },
    })
    let isClosed = false
    const connected = new Promise<void>((resolve) => client.on('ready', () => resolve()))
    client.on('ready', onReady)
    client.on('error', (error) => {
      if (!isClosed) onError(error)
    })
    // A connection that ends in good order, as with a server that shuts down, is no error to ioredis.
    client.on('reconnecting', () => {
      if (!isClosed) onError(new Error('the connection to Redis was closed'))
    })

    return {
      client,
      connected,
      isReady: () => client.status === 'ready',
      ping: () => client.ping(),
      restart: () => client.disconnect(true),
      close: async () => {
        if (isClosed) return
        isClosed = true
        if (client.status === 'ready' && role === 'publisher') await farewell(client.quit())
        client.disconnect()
      },
    }
  }
}
