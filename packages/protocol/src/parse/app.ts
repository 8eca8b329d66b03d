import * as v from 'valibot'
import { isDirect } from '../conversation'
import { LIMITS } from '../limits'
import type { Metadata } from '../message'
import { conversationId, id, metadata, text, userId, userIds } from './fields'
import { object, parser, type Parser } from './parser'

/** Parses a user id as `user:connect` carries it. */
export const parseUserId: Parser<string> = parser(userId)

/** Parses an idempotency key: 1 to 64 of `A-Z a-z 0-9 _ . : ~ -`. */
export const parseId: Parser<string> = parser(id)

/** Parses what a message says. */
export const parseBody: Parser<{ text: string; metadata?: Metadata }> = parser(
  object({ text, metadata: v.optional(metadata) }),
)

const notification = object({
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
export const parseNotification: Parser<NotificationDraft> = parser(notification)
