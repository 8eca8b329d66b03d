import { setTimeout as sleep } from 'node:timers/promises'
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
    if (role === 'subscriber') subscribePatiently(client, connected, () => isClosed)
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

const SUBSCRIBES = ['subscribe', 'pSubscribe', 'sSubscribe']

/**
 * What is subscribed to before the first connection is forgotten when that one is reset, and what
 * a later reset interrupts is refused: either would leave a node deaf to the others.
 */
function subscribePatiently(
  client: NodeRedis,
  connected: Promise<void>,
  isClosed: () => boolean,
): void {
  const members = client as unknown as Record<string, unknown>
  for (const name of SUBSCRIBES) {
    const subscribe = members[name]
    if (typeof subscribe !== 'function') continue
    members[name] = async (...args: unknown[]): Promise<unknown> => {
      await connected
      for (let attempts = 0; ; attempts++) {
        try {
          return (await Reflect.apply(subscribe, client, args)) as unknown
        } catch (error) {
          if (isClosed() || isReply(error)) throw error
          await sleep(retryAfterMs(attempts), undefined, { ref: false })
        }
      }
    }
  }
}

/** What Redis itself answers begins with a word in capitals, such as ERR or NOPERM. */
const isReply = (error: unknown) => error instanceof Error && /^[A-Z]+ /.test(error.message)
