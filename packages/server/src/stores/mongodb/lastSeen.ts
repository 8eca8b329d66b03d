import { whileContended } from './contention'
import type { Collections } from './database'
import { text, time, toRow, toTime } from './values'

export function createLastSeen({ lastSeen }: Collections) {
  return {
    set: async ({ userId, at }: { userId: string; at: string }): Promise<void> => {
      const latest = { $max: { at: toTime(at) } }
      await whileContended(() => lastSeen.updateOne({ _id: userId }, latest, { upsert: true }))
    },
    get: async (userIds: readonly string[]): Promise<Map<string, string>> => {
      const rows = await lastSeen.find({ _id: { $in: [...userIds] } }).toArray()
      return new Map(rows.map(toRow).map((row) => [text(row, '_id'), time(row, 'at')]))
    },
  }
}
