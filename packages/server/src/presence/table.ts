import { saysNothingMore, type Value } from './gossip'

/** One node's entries, with a digest that costs the same for any size. */
export interface Table {
  get: (key: string) => Value | undefined
  /** Sets an entry, or removes it with `undefined`; says whether that changed anything. */
  set: (key: string, value: Value | undefined) => boolean
  keys: () => IterableIterator<string>
  entries: () => IterableIterator<[string, Value]>
  digest: () => Digest
}

/** Two tables with the same digest are the same, but for one chance in four billion. */
export interface Digest {
  count: number
  xor: number
}

export function createTable(): Table {
  const values = new Map<string, Value>()
  let xor = 0

  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      const before = values.get(key)
      if (isSame(before, value)) return false
      if (before) xor ^= hashOf(key, before)
      if (value) {
        xor ^= hashOf(key, value)
        values.set(key, value)
      } else values.delete(key)
      return true
    },
    keys: () => values.keys(),
    entries: () => values.entries(),
    digest: () => ({ count: values.size, xor }),
  }
}

const isSame = (a: Value | undefined, b: Value | undefined) =>
  a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b))

const hashOf = (key: string, value: Value) =>
  fnv1a(saysNothingMore(value) ? key : `${key} ${JSON.stringify(value)}`)

/** FNV-1a over UTF-16 code units: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
