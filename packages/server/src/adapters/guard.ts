import type { Namespace } from 'socket.io'
import { adoptRejections } from './adoptRejections'
import { createBus, type Bus, type BusStatus } from './bus'
import { contain } from './contain'

/** What a Socket.IO server or namespace calls its adapter. */
export type SocketAdapter = Namespace['adapter']

/** Adapters are open objects: what they publish with is typed private, or not at all. */
type Members = Record<PropertyKey, unknown>

/** Each entry point carries this file, so what they share hangs on the adapter itself. */
const BUS = Symbol.for('@monhub/realtime-server/bus')

/**
 * Counts what an adapter could not publish instead of letting the rejection end the process, for
 * whatever adapter an app configured. Guarding twice is guarding once; `onFailure` is told of every
 * message that is lost. Returns how to stop listening (the guard stays).
 */
export function guardAdapter(
  adapter: SocketAdapter,
  onFailure: (error: unknown) => void = () => {},
): () => void {
  return guardWith(adapter).onFailure(onFailure)
}

/** How an adapter's way to the other nodes is doing; one that was never guarded never failed. */
export function busStatus(adapter: SocketAdapter): BusStatus {
  return busOf(adapter)?.status() ?? { failedPublishes: 0, failingSinceAt: null }
}

/** Guards an adapter and gives its bus: the one it has, else that of its clients, else its own. */
export function guardWith(adapter: SocketAdapter, ofClients?: Bus): Bus {
  const known = busOf(adapter)
  if (known) return known
  const bus = ofClients ?? createBus()
  Object.defineProperty(adapter, BUS, { value: bus })
  const members = adapter as unknown as Members

  if (!ofClients) {
    if (isObject(members.pubClient)) containClients(members, bus)
    else countPublishes(members, bus, adapter.constructor.name === 'RedisStreamsAdapter')
  }
  // Socket.IO waits for none of these.
  wrap(members, 'serverSideEmit', (call) => {
    const result = call()
    return result instanceof Promise ? result.catch(bus.away) : result
  })
  // As no number, a count that failed lets the question that needs it run into its own timeout.
  wrap(members, 'serverCount', async (call) => {
    try {
      return await call()
    } catch (error) {
      bus.away(error)
      return NaN
    }
  })
  return bus
}

const busOf = (adapter: SocketAdapter) => (adapter as unknown as Members)[BUS] as Bus | undefined

function containClients(members: Members, bus: Bus): void {
  for (const name of ['pubClient', 'subClient']) {
    const client = members[name]
    if (isObject(client)) members[name] = contain(client, bus)
  }
}

function countPublishes(members: Members, bus: Bus, isStreams: boolean): void {
  for (const name of ['publish', 'doPublish', 'doPublishResponse']) {
    wrap(members, name, (call, [message]) => {
      // Sent with a client in a private field, by a promise that is kept from us.
      if (isStreams && name === 'doPublish' && isEphemeral(message))
        return adoptRejections(call, bus.failed)
      const result = call()
      if (result instanceof Promise) result.then(bus.works, bus.failed)
      return result
    })
  }
  if (isStreams) wrap(members, 'persistSession', (call) => adoptRejections(call, bus.failed))
}

/** What the streams adapter does not put into the stream: FETCH_SOCKETS, SERVER_SIDE_EMIT, acks. */
function isEphemeral(message: unknown): boolean {
  const { type, data } = message as { type?: number; data?: { requestId?: string } }
  return type === 7 || type === 9 || (type === 3 && data?.requestId !== undefined)
}

function wrap(
  members: Members,
  name: string,
  around: (call: () => unknown, args: unknown[]) => unknown,
): void {
  const original = members[name]
  if (typeof original !== 'function') return
  members[name] = (...args: unknown[]) =>
    around(() => Reflect.apply(original, members, args) as unknown, args)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
