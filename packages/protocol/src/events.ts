import type { ConversationListRequest, ConversationListResult } from './conversation'
import type { DataSyncResult, DataUpdate } from './dataSync'
import type { ChangeEntry, MemberEntry } from './entry'
import type { Ack } from './errors'
import type {
  MessageChangeResult,
  MessageDeleteRequest,
  MessageEditRequest,
  MessageHistoryRequest,
  MessageHistoryResult,
  MessageNew,
  MessageReactRequest,
  MessageRead,
  MessageReadRequest,
  MessageReadResult,
  MessageSendRequest,
  MessageSendResult,
  MessageSyncRequest,
  MessageSyncResult,
} from './message'
import type {
  Notification,
  NotificationListRequest,
  NotificationListResult,
  NotificationReadRequest,
  NotificationReadResult,
} from './notification'
import type {
  PresenceDiff,
  PresenceSetRequest,
  PresenceWatchRequest,
  PresenceWatchResult,
} from './presence'
import type {
  ServerHello,
  ServerMissed,
  SessionEnded,
  SessionExpiring,
  SessionRefreshRequest,
  SessionRefreshResult,
} from './session'
import type { TypingRequest, TypingUpdate } from './typing'

/** The names of the events that both versions of the wire share. */
export const SOCKET_EVENTS = /* @__PURE__ */ Object.freeze({
  USER_CONNECT: 'user:connect',
  USER_DISCONNECT: 'disconnect',
  USERS_ONLINE: 'users:online',
  MESSAGE_SEND: 'message:send',
  MESSAGE_NEW: 'message:new',
  MESSAGE_READ: 'message:read',
  TYPING_START: 'typing:start',
  TYPING_STOP: 'typing:stop',
  TYPING_UPDATE: 'typing:update',
  NOTIFICATION_NEW: 'notification:new',
  DATA_UPDATE: 'data:update',
} as const)

/** Requests a client can make: payload and the fields of a successful ack. */
export interface Requests {
  'user:connect': { payload: string; result: { userId: string } }
  'message:send': { payload: MessageSendRequest; result: MessageSendResult }
  'message:read': { payload: MessageReadRequest; result: MessageReadResult }
  'message:history': { payload: MessageHistoryRequest; result: MessageHistoryResult }
  'message:sync': { payload: MessageSyncRequest; result: MessageSyncResult }
  'message:edit': { payload: MessageEditRequest; result: MessageChangeResult }
  'message:delete': { payload: MessageDeleteRequest; result: MessageChangeResult }
  'message:react': { payload: MessageReactRequest; result: MessageChangeResult }
  'conversation:list': { payload: ConversationListRequest; result: ConversationListResult }
  'typing:start': { payload: TypingRequest; result: object }
  'typing:stop': { payload: TypingRequest; result: object }
  'presence:watch': { payload: PresenceWatchRequest; result: PresenceWatchResult }
  'presence:set': { payload: PresenceSetRequest; result: object }
  'notification:list': { payload: NotificationListRequest; result: NotificationListResult }
  'notification:read': { payload: NotificationReadRequest; result: NotificationReadResult }
  'data:sync': { payload: object; result: DataSyncResult }
  'session:refresh': { payload: SessionRefreshRequest; result: SessionRefreshResult }
}
export type RequestEvent = keyof Requests

/** The payload of each event the server sends. */
export interface Announcements {
  'users:online': string[]
  'message:new': MessageNew
  'message:read': MessageRead
  'message:entry': ChangeEntry | MemberEntry
  'typing:update': TypingUpdate
  'notification:new': Notification
  'notification:read': NotificationReadResult
  'data:update': DataUpdate
  'server:hello': ServerHello
  'server:missed': ServerMissed
  'session:expiring': SessionExpiring
  'session:ended': SessionEnded
  'presence:diff': PresenceDiff
}
export type AnnouncementEvent = keyof Announcements

/** Socket.IO's map of what a client emits; every ack may be left out. */
export type ClientToServerEvents = {
  [Event in RequestEvent]: (
    payload: Requests[Event]['payload'],
    ack?: (answer: Ack<Requests[Event]['result']>) => void,
  ) => void
}

/** Socket.IO's map of what the server emits. */
export type ServerToClientEvents = {
  [Event in AnnouncementEvent]: (payload: Announcements[Event]) => void
}
