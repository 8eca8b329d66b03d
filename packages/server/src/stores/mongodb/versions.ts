import type { VersionStore } from '../types'
import { whileContended } from './contention'
import type { Collections } from './database'
import { integer, text, toRow } from './values'

/** No user id is empty. */
const EVERYBODY = ''

export function createVersions({ versions, meta }: Collections) {
  async function next(): Promise<number> {
    // Not below the clock, so that a database made anew does not give what the lost one gave.
    const counter = { _id: 'version' }
    await meta.updateOne(counter, { $max: { value: Date.now() } }, { upsert: true })
    const before = await meta.findOneAndUpdate(
      counter,
      { $inc: { value: 1 } },
      { returnDocument: 'before' },
    )
    return integer(toRow(before), 'value') + 1
  }

  async function bump({ userIds, type }: Parameters<VersionStore['bumpVersion']>[0]) {
    const version = await whileContended(next)
    const told = userIds === 'all' ? [EVERYBODY] : [...new Set(userIds)]
    const operations = told.map((userId) => ({
      updateOne: { filter: { userId, type }, update: { $max: { version } }, upsert: true as const },
    }))
    if (operations.length > 0) {
      await whileContended(() => versions.bulkWrite(operations, { ordered: false }))
    }
    return version.toString(36)
  }

  async function versionsOf(userId: string): Promise<Map<string, string>> {
    const rows = await versions.find({ userId: { $in: [userId, EVERYBODY] } }).toArray()
    const newest = new Map<string, number>()
    for (const row of rows.map(toRow)) {
      const type = text(row, 'type')
      newest.set(type, Math.max(integer(row, 'version'), newest.get(type) ?? 0))
    }
    return new Map([...newest].map(([type, version]) => [type, version.toString(36)]))
  }

  return { bump, versions: versionsOf }
}
