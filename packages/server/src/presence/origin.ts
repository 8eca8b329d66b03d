import { toWire, type Delta, type Snapshot, type Value, type WireEntry } from './gossip'
import { createTable, type Table } from './table'

/** This node's own table and what the others have been told of it; nobody else writes it. */
export interface Origin {
  table: Omit<Table, 'set'>
  seq: () => number
  /** Changes an entry; says whether anything changed. */
  set: (key: string, value: Value | undefined) => boolean
  /** What changed since the last flush, each delta small enough for one message. */
  flush: () => Body<Delta>[]
  /** The whole table as pages. Flush first: a page must show what its number says. */
  snapshot: () => Body<Snapshot>[]
}

/** A message without what every message has. */
export type Body<Message> = Omit<Message, 'v' | 'n' | 'at'>

/** Keeps one message well under a megabyte. */
export const ENTRIES_PER_MESSAGE = 5000

export function createOrigin(): Origin {
  const table = createTable()
  /** What the others hold of each entry that was touched since the last flush. */
  const told = new Map<string, Value | undefined>()
  let seq = 0

  const unsaid = () =>
    [...told].flatMap(([key, before]) => {
      const now = table.get(key)
      return now === before ? [] : [{ key, now }]
    })

  return {
    table,
    seq: () => seq,
    set: (key, value) => {
      const before = table.get(key)
      if (!table.set(key, value)) return false
      if (!told.has(key)) told.set(key, before)
      return true
    },
    flush: () => {
      const deltas = pages(unsaid()).map((page): Body<Delta> => ({
        t: 'd',
        f: seq,
        s: ++seq,
        j: page.flatMap(({ key, now }) => (now ? [toWire(key, now)] : [])),
        l: page.flatMap(({ key, now }) => (now ? [] : [key])),
      }))
      told.clear()
      return deltas
    },
    snapshot: () => {
      const all: WireEntry[] = []
      for (const [key, value] of table.entries()) all.push(toWire(key, value))
      const cut = all.length === 0 ? [[]] : pages(all)
      return cut.map((u, p) => ({ t: 's', s: seq, p, P: cut.length, u }))
    },
  }
}

function pages<Item>(items: Item[]): Item[][] {
  const cut: Item[][] = []
  for (let i = 0; i < items.length; i += ENTRIES_PER_MESSAGE)
    cut.push(items.slice(i, i + ENTRIES_PER_MESSAGE))
  return cut
}
