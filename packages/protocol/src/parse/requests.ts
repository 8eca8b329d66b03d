import * as v from 'valibot'
import type { RequestEvent, Requests } from '../events'
import { LIMITS } from '../limits'
import {
  conversationId,
  id,
  ids,
  limit,
  metadata,
  presence,
  reaction,
  seq,
  text,
  userId,
  userIds,
  watch,
} from './fields'
import { object, one, parser, type Parser } from './parser'

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
      ...watch,
      remove: v.optional(userIds),
      lastSeen: v.optional(userIds),
    }),
  ),
  'presence:set': parser(object(presence)),
  'notification:list': parser(object({ before: v.optional(id), limit: v.optional(limit) })),
  'notification:read': parser(
    object({ ids: v.union([v.literal('all'), ids], 'must be "all" or ids') }),
  ),
  'data:sync': parser(v.optional(object({}), {})),
  'session:refresh': parser(object({ auth: metadata })),
}
