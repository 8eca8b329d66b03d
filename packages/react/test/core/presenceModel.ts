import type {
  Announcements,
  HandshakeInfo,
  PresenceMeta,
  PresenceWatchRequest,
} from '@monhub/realtime-protocol'
import { createStubClient, settled, type Asked } from './stubClient'

/** A presence server and the wire to it, on which both directions are slow and keep their order. */
export function createPresenceModel() {
  const stub = createStubClient()
  const live = new Map<string, PresenceMeta>()
  const published = new Map<string, PresenceMeta>()
  const lastSeen = new Map<string, string>()
  const watched = new Set<string>()
  const up: Asked[] = []
  const down: (() => unknown)[] = []
  let all = false
  let clock = Date.parse('2026-03-02T10:00:00Z')
  let taken = 0
  let isConnected = true
  /** A handshake that was written and is not read yet. */
  let handshake: Partial<HandshakeInfo> | undefined
  let handshakes = 0

  function collect() {
    up.push(...stub.asked.slice(taken))
    taken = stub.asked.length
  }

  function reply({ payload, answer }: Asked) {
    const request = payload as PresenceWatchRequest
    if (request.lastSeen) {
      const times = pick(lastSeen, request.lastSeen)
      return down.push(() => answer({ users: {}, lastSeen: times }))
    }
    const users = watch(request)
    return down.push(() => answer({ users }))
  }

  function watch(request: PresenceWatchRequest) {
    for (const id of request.remove ?? []) watched.delete(id)
    for (const id of request.add ?? []) watched.add(id)
    all = request.all ?? all
    return pick(published, request.all ? published.keys() : (request.add ?? []))
  }

  /** Every third does not answer what it was asked, as one that is over its limits. */
  function accept(info: Partial<HandshakeInfo>) {
    isConnected = true
    const users = ++handshakes % 3 > 0 && info.watch ? watch(info.watch) : undefined
    down.push(
      () => stub.connect(),
      () => stub.hello(users),
    )
  }

  const model = {
    ...{ stub, live, lastSeen },
    /** Tells those who watch what changed since it was told last. */
    flush() {
      const at = new Date((clock += 1000)).toISOString()
      const joined = [...live].filter(([id, meta]) => published.get(id) !== meta)
      const left = [...published.keys()].filter((id) => !live.has(id))
      for (const [id, meta] of joined) published.set(id, meta)
      for (const id of left) {
        published.delete(id)
        lastSeen.set(id, at)
      }
      const isTold = (id: string) => isConnected && (all || watched.has(id))
      const came = joined.filter(([id]) => isTold(id))
      const went = left.filter(isTold)
      const diff: Announcements['presence:diff'] = {
        ...(came.length > 0 && { joined: Object.fromEntries(came) }),
        ...(went.length > 0 && { left: went }),
      }
      if (came.length + went.length > 0)
        down.push(() => stub.says('presence:diff', structuredClone(diff)))
    },
    /** The server reads one request. */
    async read() {
      await settled()
      collect()
      const [info, next] = [handshake, up[0]]
      handshake = undefined
      if (info) accept(info)
      else if (next) reply(next)
      if (!info) up.shift()
      return info !== undefined || next !== undefined
    },
    /** The client reads one frame. */
    async deliver() {
      const next = down.shift()
      await next?.()
      await settled()
      return next !== undefined
    },
    async cut() {
      isConnected = false
      handshake = undefined
      await settled()
      collect()
      stub.disconnect()
      const lost = stub.asked.map(({ refuse }) => refuse('DISCONNECTED'))
      await Promise.all(lost)
      up.length = down.length = 0
      watched.clear()
      all = false
    },
    async reconnect() {
      if (isConnected || handshake) return
      handshake = stub.handshake()
      await settled()
    },
    async drain() {
      await model.reconnect()
      model.flush()
      while ((await model.read()) || (await model.deliver()));
    },
  }
  return model
}

const pick = <T>(from: ReadonlyMap<string, T>, ids: Iterable<string>): Record<string, T> =>
  Object.fromEntries(
    [...ids].flatMap((id) => (from.has(id) ? [[id, from.get(id) as T] as const] : [])),
  )
