/** What a key of a node's table stands for; a plain string key alone stands for `NOTHING_MORE`. */
export type Value = Readonly<Record<string, unknown>>

/** Most entries say no more than that they are there, and all share this. */
export const NOTHING_MORE: Value = Object.freeze({})

/** An entry on the way: the key alone where there is nothing more to say. */
export type WireEntry = string | [key: string, value: Value]

interface From {
  /** The version of this protocol. */
  v: 1
  /** The node that says it: new with every boot. */
  n: string
}
/** What changed from sequence number `f` to `s`; `at` is the sender's clock. */
export interface Delta extends From {
  t: 'd'
  f: number
  s: number
  j: WireEntry[]
  l: string[]
  at: number
}
/** "I am alive, and this is what my table looks like": its number, size and digest. */
export interface Heartbeat extends From {
  t: 'h'
  s: number
  c: number
  x: number
}
/** Asks one node, or all, for their whole tables. */
export interface Query extends From {
  t: 'q'
  to: string
}
/** Page `p` of `P` of the whole table as it was at `s`. */
export interface Snapshot extends From {
  t: 's'
  s: number
  p: number
  P: number
  u: WireEntry[]
  at: number
}
/** "Some of what I sent to all of you was lost": not of these tables, but of everything else. */
export interface Lost extends From {
  t: 'm'
}
/** "I leave, and so do all my entries." */
export interface Bye extends From {
  t: 'b'
}
export type Gossip = Delta | Heartbeat | Query | Snapshot | Lost | Bye

/** What came over the bus, if it is of this version and whole; anything else is ignored. */
export function readGossip(input: unknown): Gossip | null {
  if (typeof input !== 'object' || input === null) return null
  const m = input as Record<string, unknown>
  if (m.v !== 1 || typeof m.n !== 'string') return null
  const hasShape =
    m.t === 'b' ||
    m.t === 'm' ||
    (m.t === 'q' && typeof m.to === 'string') ||
    (m.t === 'h' && areNumbers(m.s, m.c, m.x)) ||
    (m.t === 'd' && areNumbers(m.f, m.s, m.at) && areEntries(m.j) && areEntries(m.l)) ||
    (m.t === 's' && areNumbers(m.s, m.p, m.P, m.at) && areEntries(m.u))
  return hasShape ? (input as Gossip) : null
}

const areNumbers = (...values: unknown[]) => values.every((value) => typeof value === 'number')
const areEntries = (value: unknown) =>
  Array.isArray(value) &&
  value.every((entry) => typeof entry === 'string' || (Array.isArray(entry) && isPair(entry)))
const isPair = ([key, value]: unknown[]) =>
  typeof key === 'string' && typeof value === 'object' && value !== null

export const saysNothingMore = (value: Value) => Object.keys(value).length === 0

export const toWire = (key: string, value: Value): WireEntry =>
  saysNothingMore(value) ? key : [key, value]

export const fromWire = (entry: WireEntry): [key: string, value: Value] =>
  typeof entry === 'string' ? [entry, NOTHING_MORE] : entry
