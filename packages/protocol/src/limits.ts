/**
 * Limits that `server:hello` announces, as they are by default. Times are milliseconds, sizes are
 * bytes unless the name says otherwise.
 */
export const ANNOUNCED_LIMITS = /* @__PURE__ */ Object.freeze({
  /** Largest event; beyond it the event is refused with `PAYLOAD_TOO_LARGE`. */
  eventBytes: 65_536,
  /** Code points in a message's text. */
  textLength: 8000,
  /** Conversations in one `message:sync`. */
  syncConversations: 50,
  /** Ids in one `message:read`, `notification:read` or `presence:watch`. */
  idsPerEvent: 500,
})

/** The others that clients hold too. */
export const CLIENT_LIMITS = /* @__PURE__ */ Object.freeze({
  /** A client further behind than this is sent the newest page and `reset: true`. */
  syncReset: 500,
  /** Unread is counted up to here, so that a badge can say "99+". */
  unreadCap: 100,
  typingThrottleMs: 3000,
  typingExpiryMs: 6000,
  /** v1 clients send `typing:start` once. */
  typingExpiryV1Ms: 30_000,
})

/** Those that only the server holds; apart, so that clients need not carry them. */
const SERVER_LIMITS = /* @__PURE__ */ Object.freeze({
  /** Largest frame the transport accepts; beyond it the connection closes. */
  transportBytes: 262_144,
  /** Deepest nesting of a payload. */
  depth: 8,
  /** Code points in a user id. */
  userIdLength: 128,
  /** Characters in a conversation id: two user ids of four-byte code points, percent-encoded. */
  conversationIdLength: 4096,
  /** Characters in a client id, message id or notification id. */
  idLength: 64,
  /** Code points in a reaction. */
  reactionLength: 32,
  /** Different reactions on one message. */
  reactionsPerMessage: 20,
  /** Code points in a presence status. */
  presenceStatusLength: 32,
  /** Code points in a presence text. */
  presenceTextLength: 140,
  /** In larger groups nobody is told how far the others have read. */
  receiptMembers: 100,
  pageDefault: 30,
  pageMax: 100,
  /** Entries of one conversation in one `message:sync` answer. */
  syncEntries: 200,
})

/** All limits. */
export const LIMITS = /* @__PURE__ */ Object.assign(
  {},
  ANNOUNCED_LIMITS,
  CLIENT_LIMITS,
  SERVER_LIMITS,
)

/** The shape of {@link ANNOUNCED_LIMITS}. */
export type AnnouncedLimits = { -readonly [Name in keyof typeof ANNOUNCED_LIMITS]: number }

/**
 * Bytes of `value` as JSON (escapes in strings aside), counted without building the string, and stopped at `budget`.
 * Gives `undefined` for what JSON or the wire cannot carry (binary, cycles, deeper than
 * {@link LIMITS}.depth).
 */
export function jsonBytes(value: unknown, budget = Infinity, depth = 0): number | undefined {
  if (value === null || value === undefined || typeof value === 'boolean') return 5
  if (typeof value === 'number') return String(value).length
  if (typeof value === 'string') return utf8Bytes(value, budget) + 2
  if (typeof value !== 'object' || depth >= LIMITS.depth || isBinary(value)) return undefined
  let total = 2
  // Keys of an array are not listed: that alone would take long for a large one.
  const isArray = Array.isArray(value)
  for (const part of isArray ? (value as unknown[]) : Object.keys(value)) {
    const item = isArray ? part : (value as Record<string, unknown>)[part as string]
    const size = jsonBytes(item, budget - total, depth + 1)
    if (size === undefined) return undefined
    total += size + (isArray ? 1 : utf8Bytes(part as string, budget) + 4)
    if (total > budget) return total
  }
  return total
}

const isBinary = (value: object) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)

function utf8Bytes(text: string, budget: number): number {
  if (text.length > budget) return text.length
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
