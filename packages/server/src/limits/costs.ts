import type { RequestEvent } from '@monhub/realtime-protocol'

/** What an event takes out of a bucket. What is not listed costs 1: sending, changing, reading. */
const COSTS = new Map<string, number>(
  Object.entries({
    // Announced and forgotten; nothing is stored.
    'typing:start': 0.5,
    'typing:stop': 0.5,
    'presence:watch': 2,
    // Everybody who watches is told.
    'presence:set': 2,
    'data:sync': 2,
    'notification:list': 3,
    'message:history': 5,
    // Up to 50 conversations, or a page of them.
    'message:sync': 5,
    'conversation:list': 5,
    // Asks the app's `authenticate`.
    'session:refresh': 10,
    'user:connect': 2,
  } satisfies Partial<Record<RequestEvent, number>>),
)

export const costOf = (event: string): number => COSTS.get(event) ?? 1

/** Answered with pages of what is stored, which may be large. */
export const isRead = (event: string): boolean =>
  event === 'message:history' || event === 'message:sync' || event === 'conversation:list'
