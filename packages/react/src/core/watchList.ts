import type { HandshakeWatch, PresenceWatchRequest } from '@monhub/realtime-protocol'
import { chunks } from './chunks'

// One bad id would have the server refuse the whole request that it shares with others.
const USER_ID = /^[^\s\p{Cc}\p{Cs}]{1,128}$/u

export interface WatchList {
  add(id: string): void
  remove(id: string): void
  setAll(isAll: boolean): void
  has(id: string): boolean
  isAll(): boolean
  /** The requests that bring the server from what it was told last to what is wanted now. */
  take(): PresenceWatchRequest[]
  /** The server knows nothing any more: starts anew with one request; `take` gives the rest. */
  first(): HandshakeWatch | undefined
  /** The server knows nothing any more. */
  restart(): void
}

/** Counts who is watched how often, and what of that the server was told. */
export function createWatchList(idsPerRequest: () => number): WatchList {
  const counts = new Map<string, number>()
  let told = new Set<string>()
  let all = false
  let toldAll = false

  return {
    add(id) {
      if (typeof id === 'string' && USER_ID.test(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
    },
    remove(id) {
      const count = counts.get(id) ?? 0
      if (count > 1) counts.set(id, count - 1)
      else counts.delete(id)
    },
    setAll(isAll) {
      all = isAll
    },
    has: (id) => counts.has(id),
    isAll: () => all,
    take() {
      const size = idsPerRequest()
      const requests: PresenceWatchRequest[] = []
      const added = [...counts.keys()].filter((id) => !told.has(id))
      const removed = [...told].filter((id) => !counts.has(id))
      chunks(added, size).forEach((add, at) => (requests[at] = { add }))
      chunks(removed, size).forEach((remove, at) => (requests[at] = { ...requests[at], remove }))
      if (all !== toldAll) requests.push({ all })
      told = new Set(counts.keys())
      toldAll = all
      return requests
    },
    first() {
      told = new Set([...counts.keys()].slice(0, idsPerRequest()))
      toldAll = all
      return told.size > 0 || all ? { add: [...told], all: all || undefined } : undefined
    },
    restart() {
      told = new Set()
      toldAll = false
    },
  }
}
