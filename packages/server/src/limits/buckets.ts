/** How fast tokens come back, and how many can be saved up. */
export interface Rate {
  perSecond: number
  burst: number
}

/** A token bucket for each key. */
export interface Buckets<Key> {
  /** Takes tokens: 0, or nothing and how long until there are enough, in milliseconds. */
  take: (key: Key, tokens: number) => number
  size: () => number
}

interface Bucket {
  tokens: number
  /** When `tokens` was true, in milliseconds. */
  at: number
}

/** How often buckets are dropped that have filled up again. */
const SWEEP_MS = 10_000

/**
 * A bucket that is full says no more than none at all, so those of keys that are gone are dropped
 * when they have filled up; no timer, nobody needs to say that a key is gone.
 */
export function createBuckets<Key>({ perSecond, burst }: Rate, now: () => number): Buckets<Key> {
  const buckets = new Map<Key, Bucket>()
  const perMs = perSecond / 1000
  let sweptAt = now()

  const refill = (bucket: Bucket, at: number) => {
    bucket.tokens = Math.min(burst, bucket.tokens + (at - bucket.at) * perMs)
    bucket.at = at
  }

  const sweep = (at: number) => {
    sweptAt = at
    for (const [key, bucket] of buckets) {
      refill(bucket, at)
      if (bucket.tokens >= burst) buckets.delete(key)
    }
  }

  return {
    take: (key, wanted) => {
      const at = now()
      if (at - sweptAt >= SWEEP_MS) sweep(at)
      let bucket = buckets.get(key)
      if (bucket) refill(bucket, at)
      else buckets.set(key, (bucket = { tokens: burst, at }))
      // What costs more than can ever be saved up would never pass.
      const tokens = Math.min(wanted, burst)
      if (bucket.tokens < tokens) return Math.ceil((tokens - bucket.tokens) / perMs)
      bucket.tokens -= tokens
      return 0
    },
    size: () => buckets.size,
  }
}
