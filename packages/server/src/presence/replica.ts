import { fromWire, type Delta, type Heartbeat, type Snapshot, type Value } from './gossip'
import { createTable, type Table } from './table'

/** This node's copy of another node's table. Pure: it neither asks nor knows who is alive. */
export interface Replica {
  table: Omit<Table, 'set'>
  /** -1 until the first snapshot or delta. */
  seq: () => number
  /** Takes what it can; `isBehind` tells what is missing. */
  delta: (delta: Delta) => void
  page: (page: Snapshot) => void
  heartbeat: (heartbeat: Heartbeat) => void
  /** Something was missed and only a snapshot brings it back. */
  isBehind: () => boolean
}

/** Deltas kept while one before them is missing; a snapshot is cheaper than more of them. */
const MAX_PENDING = 256

/** `onChange` is told each entry that changed, and the origin's clock when it was said. */
export function createReplica(
  onChange: (key: string, value: Value | undefined, at: number) => void,
): Replica {
  const table = createTable()
  const pending = new Map<number, Delta>()
  let seq = -1
  let isBehind = true
  /** The pages of the newest snapshot so far; all pages of one were cut at the same moment. */
  let assembling: { at: number; pages: Map<number, Snapshot> } | undefined

  const set = (key: string, value: Value | undefined, at: number) => {
    if (table.set(key, value)) onChange(key, value, at)
  }

  const apply = ({ s, j, l, at }: Delta) => {
    seq = s
    for (const key of l) set(key, undefined, at)
    for (const entry of j) set(...fromWire(entry), at)
  }

  const drain = () => {
    for (const [from, { s }] of pending) if (s <= seq) pending.delete(from)
    for (let next = pending.get(seq); next; next = pending.get(seq)) {
      pending.delete(next.f)
      apply(next)
    }
    isBehind = pending.size > 0
  }

  const replace = (pages: Iterable<Snapshot>, s: number) => {
    const entries = new Map<string, Value>()
    let at = 0
    for (const page of pages) {
      at = page.at
      for (const entry of page.u) entries.set(...fromWire(entry))
    }
    seq = s
    for (const key of [...table.keys()]) if (!entries.has(key)) set(key, undefined, at)
    for (const [key, value] of entries) set(key, value, at)
    drain()
  }

  return {
    table,
    seq: () => seq,
    isBehind: () => isBehind,
    delta: (delta) => {
      if (delta.s <= seq) return
      if (delta.f === seq) {
        apply(delta)
        drain()
        return
      }
      if (pending.size < MAX_PENDING) pending.set(delta.f, delta)
      isBehind = true
    },
    page: (page) => {
      if (page.s < seq || (assembling && page.at < assembling.at)) return
      if (assembling?.at !== page.at) assembling = { at: page.at, pages: new Map() }
      const { pages } = assembling
      pages.set(page.p, page)
      if (pages.size < page.P) return
      assembling = undefined
      replace(pages.values(), page.s)
    },
    heartbeat: ({ s, c, x }) => {
      if (s < seq) return
      const { count, xor } = table.digest()
      isBehind = s > seq || c !== count || x !== xor
    },
  }
}
