export { SOCKET_EVENTS } from './events'
export type {
  AnnouncementEvent,
  Announcements,
  ClientToServerEvents,
  RequestEvent,
  Requests,
  ServerToClientEvents,
} from './events'
export { isPermanent } from './errors'
export type { Ack, ErrorCode, WireError } from './errors'
export { ANNOUNCED_LIMITS, CLIENT_LIMITS, jsonBytes, LIMITS } from './limits'
export type { AnnouncedLimits } from './limits'
export { directConversationId, directMembers, isDirect, peerOf } from './conversation'
export type {
  ConversationListRequest,
  ConversationListResult,
  ConversationRef,
  ConversationSummary,
  ReadCursor,
} from './conversation'
export { applyChange, withoutText } from './entry'
export type {
  ChangeEntry,
  DeleteEntry,
  EditEntry,
  LogEntry,
  MemberEntry,
  MessageEntry,
  ReactionEntry,
} from './entry'
export type {
  Message,
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
  Metadata,
  Sender,
  SyncedConversation,
} from './message'
export type { TypingRequest, TypingUpdate } from './typing'
export type {
  HandshakePresence,
  HandshakeWatch,
  PresenceDiff,
  PresenceMeta,
  PresenceSetRequest,
  PresenceWatchRequest,
  PresenceWatchResult,
} from './presence'
export type {
  Notification,
  NotificationListRequest,
  NotificationListResult,
  NotificationReadRequest,
  NotificationReadResult,
} from './notification'
export type { DataSyncResult, DataUpdate } from './dataSync'
export type {
  HandshakeInfo,
  ServerHello,
  ServerMissed,
  SessionEnded,
  SessionExpiring,
  SessionRefreshRequest,
  SessionRefreshResult,
} from './session'
