import type { Announcements, PresenceMeta, PresenceWatchRequest } from '@monhub/realtime-protocol'
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
    for (const id of request.remove ?? []) watched.delete(id)
    for (const id of request.add ?? []) watched.add(id)
    all = request.all ?? all
    const users = pick(published, request.all ? published.keys() : (request.add ?? []))
    return down.push(() => answer({ users }))
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
      const next = up.shift()
      if (next) reply(next)
      return next !== undefined
    },
    /** The client reads one frame. */
    async deliver() {
      const next = down.shift()
      await next?.()
      await settled()
      return next !== undefined
    },
    async cut() {
      if (!isConnected) return
      isConnected = false
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
      if (isConnected) return
      isConnected = true
      stub.connect()
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
