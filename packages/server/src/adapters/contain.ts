import type { Bus } from './bus'

const PUBLISHES = new Set(['publish', 'spublish', 'sPublish', 'xAdd', 'xadd'])

interface ContainOptions {
  /** What a publish goes through. @default it is called */
  send?: (call: () => unknown) => unknown
  /** Members in place of the client's own. */
  members?: Record<string, unknown>
}

/**
 * The same client, with every rejected command told to the bus. The adapters do not wait for most
 * of what they send, and a rejection that nobody handles ends the process.
 */
export function contain<Client extends object>(
  client: Client,
  bus: Pick<Bus, 'works' | 'failed' | 'away'>,
  { send = (call) => call(), members = {} }: ContainOptions = {},
): Client {
  return new Proxy(client, {
    get: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(members, key)) return members[key]
      const member: unknown = Reflect.get(target, key, target)
      // Adapters tell a Redis Cluster by the name of its constructor.
      if (typeof member !== 'function' || key === 'constructor') return member
      const isPublish = PUBLISHES.has(String(key))
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(member, target, args) as unknown
        const result = isPublish ? send(call) : call()
        if (result instanceof Promise) {
          if (isPublish) result.then(bus.works, bus.failed)
          else result.catch(bus.away)
        }
        return result
      }
    },
  })
}
