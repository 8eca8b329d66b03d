import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of choices that a seed makes the same every time. */
export interface Random {
  /** In [0, 1). */
  fraction(): number
  /** In [min, max). */
  between(min: number, max: number): number
  /** A whole number in [0, count). */
  below(count: number): number
  /** True so often of 1. */
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** Some of them, each once. */
  sample<T>(items: readonly T[], count: number): T[]
}

/** Streams of different names are independent, so that one more draw here moves nothing there. */
export function createRandom(seed: number, name = ''): Random {
  const generator = xoroshiro128plus(seed ^ hashOf(name))
  const fraction = () => uniformFloat64(generator)
  const below = (count: number) => Math.floor(fraction() * count)

  return {
    fraction,
    between: (min, max) => min + fraction() * (max - min),
    below,
    chance: (share) => fraction() < share,
    pick(items) {
      const at = below(items.length)
      if (items.length === 0) throw new RangeError('There is nothing to pick from')
      return items[at] as (typeof items)[number]
    },
    sample(items, count) {
      const left = [...items]
      const size = Math.min(count, left.length)
      return Array.from({ length: size }, () => left.splice(below(left.length), 1)).flat()
    },
  }
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
