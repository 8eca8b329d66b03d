import { randomUUID } from 'node:crypto'
import { isDuplicateKey } from '../contention'
import type { MongoCollection } from '../database'

const LEASE_MS = 15_000
const RENEW_MS = 3_000

/** Runs `work` unless somebody else does in this database. `assertHeld` throws once it is lost. */
export async function withLease<T>(
  meta: MongoCollection,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const mine = { _id: 'import', by: randomUUID() }
  const until = () => new Date(Date.now() + LEASE_MS)
  try {
    await meta.updateOne(
      { _id: mine._id, until: { $lt: new Date() } },
      { $set: { by: mine.by, until: until() } },
      { upsert: true },
    )
  } catch (cause) {
    if (!isDuplicateKey(cause)) throw cause
    throw new Error(
      `An import is running in this database, or ended abruptly less than ${LEASE_MS / 1000} s ago: try again when it is over`,
      { cause },
    )
  }

  let lost: unknown
  const renew = async () => {
    const { matchedCount } = await meta.updateOne(mine, { $set: { until: until() } })
    if (matchedCount === 0)
      throw new Error('Another import took over: this one was silent for too long')
  }
  const timer = setInterval(
    () => void renew().catch((error: unknown) => (lost ??= error)),
    RENEW_MS,
  )
  try {
    return await work(() => {
      if (lost !== undefined) throw lost as Error
    })
  } finally {
    clearInterval(timer)
    await meta.deleteMany(mine)
  }
}
