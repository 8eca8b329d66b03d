import type { SocketAdapter } from './guard'

interface Options {
  rooms: Set<string>
  except?: Set<string>
  flags?: Record<string, unknown>
}

type Method = (...args: unknown[]) => unknown

/** Of each method that reaches sockets of all nodes: the type of its message, and where its options stand. */
const METHODS = [
  { name: 'broadcast', type: 3, fields: ['packet', 'opts'] },
  { name: 'addSockets', type: 4, fields: ['opts', 'rooms'] },
  { name: 'delSockets', type: 5, fields: ['opts', 'rooms'] },
  { name: 'disconnectSockets', type: 6, fields: ['opts', 'close'] },
] as const

/**
 * Makes an adapter of the ClusterAdapter family publish and deliver to its own sockets at once. As
 * it comes, it delivers to them when the bus has answered: late or never during an outage, and
 * after a `socket.emit` that was called later. What none of its sockets is in is only published:
 * as it comes, it is encoded for them all the same.
 */
export function deliverLocallyFirst(adapter: SocketAdapter): void {
  const members = adapter as unknown as Record<string, Method>
  const publish = members.publish?.bind(adapter)
  for (const { name, type, fields } of METHODS) {
    const original = members[name]?.bind(adapter)
    if (!original) continue
    const [one, other] = fields
    members[name] = (first, second) => {
      const options = (one === 'opts' ? first : second) as Options
      if (!options.flags?.local) {
        const opts = encode(options)
        const data = one === 'opts' ? { opts, [other]: second } : { [one]: first, opts }
        publish?.({ type, data })
      }
      if (!reachesSomebody(adapter, options)) return undefined
      const local = { ...options, flags: { ...options.flags, local: true } }
      return one === 'opts' ? original(local, second) : original(first, local)
    }
  }
}

function reachesSomebody({ rooms, sids }: SocketAdapter, options: Options): boolean {
  if (options.rooms.size === 0) return sids.size > 0
  for (const room of options.rooms) if (rooms.has(room)) return true
  return false
}

const encode = ({ rooms, except, flags }: Options) => ({
  rooms: [...rooms],
  except: [...(except ?? [])],
  flags,
})
