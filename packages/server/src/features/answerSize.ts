import {
  jsonBytes,
  LIMITS,
  type LogEntry,
  type SyncedConversation,
} from '@monhub/realtime-protocol'

/** Bytes of entries in one answer, beyond which a conversation gets no second one. */
const ANSWER_BYTES = 1024 * 1024

/** Conversations read at a time: what has been read and not yet cut is held in memory. */
const AT_A_TIME = 10

/**
 * Cuts what does not fit into one answer of `message:sync`, which a request of 4 kB could otherwise
 * make as large as 640 MB. The client asks for the rest: at least one entry is left, so that it
 * gets on.
 */
export function createFitting(): (one: SyncedConversation) => SyncedConversation {
  let left = ANSWER_BYTES

  /** How many of the first of these fit. */
  const fitting = (entries: readonly LogEntry[]) => {
    let count = 0
    for (const entry of entries) {
      if (count > 0 && left <= 0) break
      // An entry is a few levels deeper than the event that it came in.
      left -= jsonBytes(entry, LIMITS.eventBytes, -LIMITS.depth) ?? LIMITS.eventBytes
      count++
    }
    return count
  }

  return (one) => {
    const { entries, reset } = one
    // The newest page replaces what a client has, so its newest part must stay.
    if (reset)
      return { ...one, entries: entries.slice(-fitting(entries.toReversed()) || undefined) }
    const count = fitting(entries)
    return count === entries.length
      ? one
      : { ...one, entries: entries.slice(0, count), hasMore: true }
  }
}

export function inTurns<Item>(items: readonly Item[]): Item[][] {
  const turns: Item[][] = []
  for (let i = 0; i < items.length; i += AT_A_TIME) turns.push(items.slice(i, i + AT_A_TIME))
  return turns
}
