import type { SocketAdapter } from './guard'

interface Options {
  rooms: Set<string>
  except?: Set<string>
  flags?: Record<string, unknown>
}

type Method = (...args: unknown[]) => unknown

/** Of each method that reaches sockets of all nodes: the type of its message, and where its options stand. */
const METHODS = [
  { name: 'broadcast', type: 3, data: (packet: unknown, opts: unknown) => ({ packet, opts }) },
  { name: 'addSockets', type: 4, data: (opts: unknown, rooms: unknown) => ({ opts, rooms }) },
  { name: 'delSockets', type: 5, data: (opts: unknown, rooms: unknown) => ({ opts, rooms }) },
  {
    name: 'disconnectSockets',
    type: 6,
    data: (opts: unknown, close: unknown) => ({ opts, close }),
  },
] as const

/**
 * Makes an adapter of the ClusterAdapter family publish and deliver to its own sockets at once. As
 * it comes, it delivers to them when the bus has answered: late or never during an outage, and
 * after a `socket.emit` that was called later.
 */
export function deliverLocallyFirst(adapter: SocketAdapter): void {
  const members = adapter as unknown as Record<string, Method>
  for (const { name, type, data } of METHODS) {
    const original = members[name]?.bind(adapter)
    if (!original) continue
    const optionsAt = name === 'broadcast' ? 1 : 0
    members[name] = (...args) => {
      const options = args[optionsAt] as Options
      if (!options.flags?.local) {
        const { opts, ...rest } = data(args[0], args[1])
        members.publish?.call(adapter, { type, data: { ...rest, opts: encode(opts as Options) } })
      }
      const local = [...args]
      local[optionsAt] = { ...options, flags: { ...options.flags, local: true } }
      return original(...local)
    }
  }
}

const encode = ({ rooms, except, flags }: Options) => ({
  rooms: [...rooms],
  except: [...(except ?? [])],
  flags,
})
