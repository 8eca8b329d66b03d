import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Message, Metadata, PresenceSetRequest, Sender } from '@monhub/realtime-protocol'
import type { Contract } from './contract'
import type { Conversation } from './conversations'
import { realtimeError } from './errors'
import { resolveLimits, type LimitsOptions, type ResolvedLimits } from './limits/options'
import { defaultLogger, safeLogger, type Logger } from './logger'
import { assertStore } from './misuse'
import { memoryStore } from './stores/memory'
import type { RealtimeStore } from './stores/types'

/** What `authenticate` is given to find out who is connecting. */
export interface Handshake {
  /** What the client passed as `auth`; nothing in it is to be believed unchecked. */
  auth: Record<string, unknown>
  headers: IncomingHttpHeaders
  query: Record<string, unknown>
  /** The peer's address; behind a proxy, the proxy's. */
  address: string
  /** The HTTP request of the connection, to be read only. */
  request: IncomingMessage
}

export interface Identity {
  userId: string
  /** Names this sign-in among others of the user. */
  sessionId?: string
  /**
   * When the session ends: a Date or milliseconds since 1970. Clients are told a minute before and
   * show newer credentials; who does not is cut after a grace (`session` of the options).
   */
  expiresAt?: Date | number
  /** How the user appears until they set something else, such as `{ invisible: true }`. */
  presence?: Pick<PresenceSetRequest, 'status' | 'text' | 'invisible'>
}

export type ConversationAction = 'read' | 'send' | 'type' | 'edit' | 'delete' | 'react'

type Eventually<T> = T | Promise<T>

/** A message on its way into the store, as its sender wrote it. */
export interface OutgoingMessage {
  conversationId: string
  senderId: string
  /** Only in direct conversations. */
  receiverId?: string
  clientId: string
  text: string
  metadata?: Metadata
}

/** What a message says: its text, and the JSON the app attaches to it. */
export type MessageBody = Pick<Message, 'text' | 'metadata'>

/** Options of `createSocketService`. */
export interface SocketServiceOptions<C extends Contract = Contract> {
  /**
   * Says who is connecting. Give `null` to refuse for good (`UNAUTHENTICATED`); throw when you
   * cannot tell right now, and the client tries again later (`AUTHENTICATION_FAILED`).
   */
  authenticate?: (handshake: Handshake) => Eventually<Identity | null | undefined>
  /**
   * Lets clients say who they are. Without `authenticate` this is needed outside
   * `NODE_ENV=development` and `test`. @default false
   */
  dangerouslyTrustClients?: boolean
  /**
   * Asked before every read and write of a conversation by one of its members; others are refused
   * unasked. @default members may do everything
   */
  authorize?: (
    userId: string,
    action: ConversationAction,
    conversation: Conversation,
  ) => Eventually<boolean>
  /**
   * Who is in a group, from your own database, asked each time; `updateMembers` then tells clients
   * what you changed there. Nobody, for a group that does not exist.
   * @default whoever `updateMembers` put into it
   */
  participants?: (conversationId: string) => Eventually<readonly string[]>
  /**
   * Asked before a message is stored, and before an edit is (`edits` is then the message as it
   * was). Give `false` to refuse it (`FORBIDDEN`), what to store instead, or nothing to let it
   * pass; throw `realtimeError` to refuse it with a code and sentence of yours. May be asked again
   * for the same message when a client repeats it.
   */
  beforeSend?: (
    message: OutgoingMessage,
    context: { conversation: Conversation; edits?: Message },
  ) => Eventually<Partial<MessageBody> | false | undefined>
  /**
   * Told of every new message once it is stored and announced, with the members who are not
   * online, to reach them by push or e-mail. Nobody waits for it; what it throws is logged, and a
   * process that dies first leaves it out.
   */
  afterSend?: (
    message: Message,
    context: { conversation: Conversation; offlineUserIds: string[] },
  ) => unknown
  /** What clients are told of a message's sender, such as a name. Asked for many ids at once. */
  profiles?: (userIds: readonly string[]) => Eventually<readonly Sender[]>
  /** Where messages, read cursors, notifications and versions are kept. @default memoryStore() */
  store?: RealtimeStore
  /** @default warnings and errors on the console, the rest under `DEBUG=monhub:*` */
  logger?: Logger
  presence?: PresenceOptions
  session?: SessionOptions
  /** What clients may send, open and leave unread; `false` switches all of it off. */
  limits?: LimitsOptions | false
  /** The events of the app, from `defineContract`. @default any event, checked by `on` alone */
  contract?: C
}

/** How a session with `expiresAt` ends. */
export interface SessionOptions {
  /**
   * How long before the end clients are told, in milliseconds; at half of what is left, if that is
   * later. @default 60_000
   */
  noticeMs?: number
  /** How long after the end a connection may still show newer credentials. @default 25_000 */
  graceMs?: number
}

export interface PresenceOptions {
  /** Largest online population that one connection may watch whole. @default 2000 */
  watchAllLimit?: number
  /**
   * How long somebody stays online whose connection broke, in milliseconds: a phone is back within
   * a second or two. Signing out counts at once. @default 5000
   */
  graceMs?: number
  /** How long a tab must be hidden until its user counts as away, in milliseconds. @default 10000 */
  awayAfterMs?: number
  /**
   * Whether a viewer may know of a user; holds for watching, diffs and last seen. Asked for every
   * change and viewer, so answer from memory. With it, version 1 clients get no list.
   * @default everybody sees everybody
   */
  canSee?: (viewerId: string, userId: string) => boolean
}

export type ResolvedOptions = Required<
  Pick<SocketServiceOptions, 'authorize' | 'profiles' | 'store' | 'logger'>
> &
  Pick<SocketServiceOptions, 'authenticate' | 'participants' | 'beforeSend' | 'afterSend'> & {
    /** True when the store was made here and so is closed here. */
    ownsStore: boolean
    presence: Required<Omit<PresenceOptions, 'canSee'>> & Pick<PresenceOptions, 'canSee'>
    session: Required<SessionOptions>
    /** `null` when nothing is limited. */
    limits: ResolvedLimits | null
  }

/**
 * The only place where defaults are filled in.
 * @throws RealtimeError `UNAUTHENTICATED` when nothing says who clients are.
 * @throws TypeError when a limit is not a number above 0.
 */
export function resolveOptions(options: SocketServiceOptions): ResolvedOptions {
  const logger = options.logger ? safeLogger(options.logger) : defaultLogger()
  assertStore(options.store)
  if (!options.authenticate) allowTrustMode(options, logger)
  return {
    authenticate: options.authenticate,
    participants: options.participants,
    beforeSend: options.beforeSend,
    afterSend: options.afterSend,
    authorize: options.authorize ?? (() => true),
    profiles: options.profiles ?? (() => []),
    store: options.store ?? memoryStore(),
    ownsStore: !options.store,
    logger,
    presence: {
      watchAllLimit: options.presence?.watchAllLimit ?? 2000,
      graceMs: options.presence?.graceMs ?? 5000,
      awayAfterMs: options.presence?.awayAfterMs ?? 10_000,
      canSee: options.presence?.canSee,
    },
    session: {
      noticeMs: options.session?.noticeMs ?? 60_000,
      graceMs: options.session?.graceMs ?? 25_000,
    },
    limits: resolveLimits(options.limits),
  }
}

function allowTrustMode(options: SocketServiceOptions, logger: Logger): void {
  const { NODE_ENV } = process.env
  const isLocal = NODE_ENV === 'development' || NODE_ENV === 'test'
  if (!isLocal && !options.dangerouslyTrustClients) {
    throw realtimeError(
      'UNAUTHENTICATED',
      'createSocketService needs `authenticate`, so that nobody can pretend to be anyone: ' +
        'createSocketService(io, { authenticate: ({ headers }) => userOfSession(headers.cookie) }). ' +
        'While developing, set NODE_ENV=development or pass `dangerouslyTrustClients: true`.',
    )
  }
  logger.warn(
    {},
    'TRUST MODE: every client is believed to be whoever it says it is. Pass `authenticate` to createSocketService before this reaches anybody else.',
  )
}
