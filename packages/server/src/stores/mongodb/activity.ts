import type { ObjectId } from './ids'

export const ACTIVITY = /^[0-9a-z]{9}\../

/** A place in time for a conversation: sorts by it, and is never the same for two entries. */
export const activityOf = (entry: { _id: ObjectId | string; createdAt: Date | string }): string =>
  `${new Date(entry.createdAt).getTime().toString(36).padStart(9, '0')}.${toHex(entry._id)}`

export const activityTime = (activity: string): number => Number.parseInt(activity, 36)

const toHex = (id: ObjectId | string) => (typeof id === 'string' ? id : id.toHexString())
