import type { Bus } from './bus'

const PUBLISHES = new Set(['publish', 'spublish', 'sPublish', 'xAdd', 'xadd'])

type Method = (...args: unknown[]) => unknown

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
  const contained =
    (method: Method, isPublish: boolean): Method =>
    (...args) => {
      const call = () => Reflect.apply(method, client, args)
      const result = isPublish ? send(call) : call()
      if (result instanceof Promise) {
        if (isPublish) result.then(bus.works, bus.failed)
        else result.catch(bus.away)
      }
      return result
    }

  /** Every message asks for some, so what was made of one is kept, for as long as it is the client's. */
  const known = new Map<PropertyKey, { member: Method; method: Method }>()
  return new Proxy(client, {
    get: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(members, key)) return members[key]
      const member: unknown = Reflect.get(target, key, target)
      // Adapters tell a Redis Cluster by the name of its constructor.
      if (!isMethod(member) || key === 'constructor') return member
      const last = known.get(key)
      if (last?.member === member) return last.method
      const method = contained(member, PUBLISHES.has(String(key)))
      known.set(key, { member, method })
      return method
    },
  })
}

const isMethod = (member: unknown): member is Method => typeof member === 'function'
