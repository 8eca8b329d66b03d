import * as v from 'valibot'
import { isDirect } from '../conversation'
import type { RequestEvent, Requests } from '../events'
import { LIMITS } from '../limits'
import {
  conversationId,
  id,
  ids,
  limit,
  metadata,
  reaction,
  seq,
  text,
  userId,
  userIds,
} from './fields'

/** The outcome of parsing a payload: the value with unknown keys stripped, or why not. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }
export type Parser<T> = (input: unknown) => Parsed<T>

function parser<T>(schema: v.GenericSchema<unknown, T>): Parser<T> {
  return (input) => {
    const result = v.safeParse(schema, input, { abortEarly: true })
    if (result.success) return { ok: true, value: result.output }
    const issue = result.issues[0]
    const path = v.getDotPath(issue)
    return { ok: false, message: path ? `"${path}" ${issue.message}` : issue.message }
  }
}

const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.object(entries, 'must be an object')

const one = <Schema extends v.GenericSchema>(schema: Schema, keys: string[]) =>
  v.pipe(
    schema,
    v.check(
      (value) =>
        keys.filter((key) => (value as Record<string, unknown>)[key] !== undefined).length === 1,
      `needs exactly one of ${keys.map((key) => `"${key}"`).join(' and ')}`,
    ),
  )

const typing = one(
  object({
    senderId: v.optional(userId),
    receiverId: v.optional(userId),
    conversationId: v.optional(conversationId),
  }),
  ['receiverId', 'conversationId'],
)

const read = v.union(
  [
    object({ messageIds: ids, senderId: v.optional(userId), readBy: v.optional(userId) }),
    object({ conversationId, upTo: seq, readBy: v.optional(userId) }),
  ],
  'must have "messageIds" (1 or more ids), or "conversationId" and "upTo"',
)

/** One parser for each request of the wire; a request without a row here cannot be handled. */
export const parsers: { readonly [Event in RequestEvent]: Parser<Requests[Event]['payload']> } = {
  'user:connect': parser(userId),
  'message:send': parser(
    one(
      object({
        senderId: v.optional(userId),
        receiverId: v.optional(userId),
        conversationId: v.optional(conversationId),
        text,
        clientId: v.optional(id),
        metadata: v.optional(metadata),
      }),
      ['receiverId', 'conversationId'],
    ),
  ),
  'message:read': parser(read),
  'message:edit': parser(object({ messageId: id, text, metadata: v.optional(metadata) })),
  'message:delete': parser(object({ messageId: id })),
  'message:react': parser(
    object({
      messageId: id,
      reaction,
      remove: v.optional(v.boolean('must be true or false')),
    }),
  ),
  'message:history': parser(
    one(
      object({
        peerId: v.optional(userId),
        conversationId: v.optional(conversationId),
        before: v.optional(seq),
        after: v.optional(seq),
        around: v.optional(seq),
        limit: v.optional(limit),
      }),
      ['peerId', 'conversationId'],
    ),
  ),
  'message:sync': parser(
    object({
      conversations: v.pipe(
        v.array(object({ conversationId, after: seq }), 'must be an array'),
        v.maxLength(
          LIMITS.syncConversations,
          `must have at most ${LIMITS.syncConversations} items`,
        ),
      ),
    }),
  ),
  'conversation:list': parser(
    object({
      before: v.optional(
        v.pipe(v.string('must be a string'), v.maxLength(LIMITS.conversationIdLength)),
      ),
      limit: v.optional(limit),
    }),
  ),
  'typing:start': parser(typing),
  'typing:stop': parser(typing),
  'presence:watch': parser(
    object({
      all: v.optional(v.boolean('must be true or false')),
      add: v.optional(userIds),
      remove: v.optional(userIds),
    }),
  ),
  'notification:list': parser(object({ before: v.optional(id), limit: v.optional(limit) })),
  'notification:read': parser(
    object({ ids: v.union([v.literal('all'), ids], 'must be "all" or ids') }),
  ),
  'data:sync': parser(v.optional(object({}), {})),
}

/** Parses a user id as `user:connect` carries it. */
export const parseUserId: Parser<string> = parsers['user:connect']

/** Parses an idempotency key: 1 to 64 of `A-Z a-z 0-9 _ . : ~ -`. */
export const parseId: Parser<string> = parser(id)

const inbox = object({
  userId,
  type: v.pipe(v.string('must be a string'), v.minLength(1, 'must not be empty'), v.maxLength(128)),
  title: v.pipe(v.string('must be a string'), v.maxLength(500)),
  message: v.pipe(v.string('must be a string'), v.maxLength(LIMITS.textLength)),
  data: v.optional(metadata),
})
export interface NotificationDraft {
  userId: string
  type: string
  title: string
  message: string
  data?: Record<string, unknown>
}
/** Parses the audience of `publishUpdate`; unlike a client's list it has no largest size. */
export const parseAudience: Parser<string[] | 'all'> = parser(
  v.union([v.literal('all'), v.array(userId)], 'must be user ids or "all"'),
)

/** Who joins and who leaves a group; a user in neither changes nothing. */
export interface MembersUpdate {
  conversationId: string
  /** At most 500 user ids. @default [] */
  add?: string[]
  /** At most 500 user ids. @default [] */
  remove?: string[]
  /** Who changed it, as the entry says. */
  by: string
}
/** Parses what application code hands to `updateMembers`; direct conversations have no others. */
export const parseMembersUpdate: Parser<MembersUpdate> = parser(
  object({
    conversationId: v.pipe(
      conversationId,
      v.check((value) => !isDirect(value), 'must not begin with "dm:", which is for two people'),
    ),
    add: v.optional(userIds),
    remove: v.optional(userIds),
    by: userId,
  }),
)

/** Parses what application code hands to `publishUpdate`; `*` is what listeners call all types. */
export const parseUpdate: Parser<{ type: string; payload?: unknown }> = parser(
  object({
    type: v.pipe(
      v.string('must be a string'),
      v.minLength(1, 'must not be empty'),
      v.maxLength(128, 'must have at most 128 characters'),
      v.check((type) => type !== '*', 'must not be "*", which stands for all types'),
    ),
    payload: v.optional(v.unknown()),
  }),
)

/** Parses what application code hands to `notify`. */
export const parseNotification: Parser<NotificationDraft> = parser(inbox)
