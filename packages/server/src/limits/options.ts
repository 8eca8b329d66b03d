import type { UserLimiter } from './sharedLimit'

/** How much clients may do. Whoever stays below notices nothing; docs/limits.md has the reasons. */
export interface LimitsOptions {
  /** Events of one connection in the long run. Reads of history cost 5. @default 50 */
  eventsPerSecond?: number
  /** Events of one connection at once, after it was quiet. @default 600 */
  eventsBurst?: number
  /** Events of all connections of a user to this node in the long run. @default 100 */
  userEventsPerSecond?: number
  /** Events of a user at once. @default 1500 */
  userEventsBurst?: number
  /**
   * Counts the events of users on all nodes too, such as `RateLimiterRedis` of
   * `rate-limiter-flexible`. When it fails, the limits above hold.
   * @default each node counts for itself
   */
  userLimiter?: UserLimiter
  /** Connections of a user to this node; one more is refused. @default 20 */
  connectionsPerUser?: number
  /**
   * Bytes a connection may leave unread before presence and typing are held back from it.
   * @default 1_000_000
   */
  unreadBytes?: number
  /**
   * Unread bytes at which a connection that falls behind further is cut; at half as many when it
   * reads nothing at all. @default 3_000_000
   */
  maxUnreadBytes?: number
}

export type ResolvedLimits = Required<Omit<LimitsOptions, 'userLimiter'>> &
  Pick<LimitsOptions, 'userLimiter'>

/** `null` when nothing is limited. */
export function resolveLimits(options: LimitsOptions | false = {}): ResolvedLimits | null {
  if (options === false) return null
  const { userLimiter, ...numbers } = options
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !(value > 0))
      throw new TypeError(
        `createSocketService: limits.${name} must be a number above 0, not ${String(value)}; \`limits: false\` switches all limits off.`,
      )
  }
  return {
    userLimiter,
    eventsPerSecond: numbers.eventsPerSecond ?? 50,
    eventsBurst: numbers.eventsBurst ?? 600,
    userEventsPerSecond: numbers.userEventsPerSecond ?? 100,
    userEventsBurst: numbers.userEventsBurst ?? 1500,
    connectionsPerUser: numbers.connectionsPerUser ?? 20,
    unreadBytes: numbers.unreadBytes ?? 1_000_000,
    maxUnreadBytes: numbers.maxUnreadBytes ?? 3_000_000,
  }
}
