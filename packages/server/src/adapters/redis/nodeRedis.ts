import { farewell, retryAfterMs, type OpenLink } from './link'

/** What is used of a client of the `redis` package, versions 4 to 6. */
interface NodeRedis {
  options?: { socket?: object }
  isReady: boolean
  duplicate: (overrides: object) => NodeRedis
  on: (event: string, listener: (error: unknown) => void) => unknown
  connect: () => Promise<unknown>
  ping: () => Promise<unknown>
  quit: () => Promise<unknown>
  disconnect: () => Promise<unknown>
  /** Since version 5, in place of the two above. */
  close?: () => Promise<unknown>
  destroy?: () => void
}

/** Makes links with the address and credentials of a client of the `redis` package. */
export function nodeRedisLinks(own: NodeRedis): OpenLink {
  return (role, { onReady, onError }) => {
    const client = own.duplicate({
      // The options of the app are for its own commands, and some of them stop a whole process here.
      ...{
        clientSideCache: undefined,
        emitInvalidate: undefined,
        legacyMode: false,
        readonly: false,
      },
      disableOfflineQueue: role === 'publisher',
      commandOptions: { timeout: undefined },
      ...{ commandsQueueMaxLength: undefined, pingInterval: undefined },
      socket: { ...own.options?.socket, reconnectStrategy: retryAfterMs },
    })
    let isClosed = false
    const connected = new Promise<void>((resolve) => client.on('ready', () => resolve()))
    client.on('ready', onReady)
    client.on('error', (error) => {
      if (!isClosed) onError(error)
    })
    const connect = () => void client.connect().catch(() => {})
    const destroy = () => {
      if (client.destroy) client.destroy()
      else void client.disconnect().catch(() => {})
    }
    connect()

    return {
      client,
      connected,
      isReady: () => client.isReady,
      ping: () => client.ping(),
      restart: () => {
        destroy()
        connect()
      },
      close: async () => {
        if (isClosed) return
        isClosed = true
        // What is destroyed in the middle of connecting stays connected.
        if (!client.isReady) await farewell(new Promise((ready) => client.on('ready', ready)))
        else if (role === 'publisher') {
          await farewell(client.close ? client.close() : client.quit())
        }
        try {
          destroy()
        } catch {
          // It throws when it is closed already.
        }
      },
    }
  }
}
