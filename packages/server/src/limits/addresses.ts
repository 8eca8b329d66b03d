import type { IncomingMessage } from 'node:http'
import { isIPv4 } from 'node:net'
import { createBuckets } from './buckets'

/** How much one address may connect. An IPv6 address stands for its /64, which is one household. */
export interface AddressLimits {
  /** Connections of one address at a time. @default 1000 */
  connections?: number
  /** Attempts of one address in the long run. @default 20 */
  attemptsPerSecond?: number
  /** Attempts of one address at once, such as an office after an outage. @default 500 */
  attemptsBurst?: number
}

export interface AddressGuard {
  /** Counts an attempt; why it is refused, or `null`. */
  refusal: (request: IncomingMessage) => string | null
  opened: (request: IncomingMessage) => void
  closed: (request: IncomingMessage) => void
}

/** Limits by address, where it is known how many proxies write into `X-Forwarded-For`. */
export function createAddressGuard(
  trustProxy: number,
  { connections = 1000, attemptsPerSecond = 20, attemptsBurst = 500 }: AddressLimits,
): AddressGuard {
  const attempts = createBuckets<string>(
    { perSecond: attemptsPerSecond, burst: attemptsBurst },
    () => performance.now(),
  )
  const open = new Map<string, number>()
  const countOf = (address: string) => open.get(address) ?? 0
  /** As it was when the connection opened: a host may change headers of the request. */
  const addresses = new WeakMap<IncomingMessage, string>()

  return {
    refusal: (request) => {
      const address = networkOf(addressOf(request, trustProxy))
      if (attempts.take(address, 1) > 0) return 'too many attempts to connect from one address'
      return countOf(address) < connections ? null : 'too many connections from one address'
    },
    opened: (request) => {
      const address = networkOf(addressOf(request, trustProxy))
      addresses.set(request, address)
      open.set(address, countOf(address) + 1)
    },
    closed: (request) => {
      const address = addresses.get(request)
      if (address === undefined) return
      const count = countOf(address) - 1
      if (count > 0) open.set(address, count)
      else open.delete(address)
    },
  }
}

/**
 * The peer's address. Each proxy appends whom it was asked by, so with `trustProxy` of them the last
 * so many entries are true and everything before is the client's own invention.
 */
export function addressOf({ headers, socket }: IncomingMessage, trustProxy: number): string {
  const peer = socket.remoteAddress ?? ''
  if (trustProxy === 0) return peer
  const list = String(headers['x-forwarded-for'] ?? '').split(',')
  return list[Math.max(0, list.length - trustProxy)]?.trim() || peer
}

/** What counts as one address: an IPv4 address, the first 64 bits of an IPv6 one. */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/%.*$/, '')
  const v4 = bare.replace(/^::ffff:/i, '').replace(/:\d+$/, '')
  if (isIPv4(v4)) return v4
  const groups = groupsOf(bare)
  return groups ? `${groups.slice(0, 4).join(':')}::/64` : bare
}

/** The eight groups of an IPv6 address, written as URLs write them. */
function groupsOf(address: string): string[] | undefined {
  if (!URL.canParse(`http://[${address}]`)) return undefined
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const head = left.split(':').filter(Boolean)
  if (right === undefined) return head
  const tail = right.split(':').filter(Boolean)
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}
