export { SOCKET_EVENTS } from '@monhub/realtime-protocol'
export { createSocketServer, type SocketServerOptions } from './createSocketServer'
export { createSocketManager } from './createSocketManager'
export type { PresenceListener, SocketManagerAPI } from './createSocketManager'
export { createSocketService } from './createSocketService'
export type { SocketServiceAPI } from './serviceApi'
export { defineContract, type Contract, type RequestContract } from './contract'
export { createHealthHandler, type Health } from './ops/health'
export type { AddressLimits } from './limits/addresses'
export type { LimitsOptions } from './limits/options'
export type { UserLimiter } from './limits/sharedLimit'
export { memoryStore, type MemoryStoreOptions } from './stores/memory'
export { isRealtimeError, realtimeError, type RealtimeError } from './errors'
export type { Logger } from './logger'
export type { Conversation } from './conversations'
export type {
  ConversationAction,
  Handshake,
  Identity,
  MessageBody,
  OutgoingMessage,
  PresenceOptions,
  SocketServiceOptions,
} from './options'
export type { OriginOptions } from './origin'
export type { PresenceChangeListener, PresenceHealth } from './presence/createPresence'
export type {
  ContractEventOptions,
  CustomEventContext,
  CustomEventHandler,
  CustomEventOptions,
} from './handlers/custom'
export type { StandardSchema } from './standardSchema'
export type {
  Appended,
  ChangeDraft,
  HistoryQuery,
  MessageDraft,
  RealtimeStore,
  StoredConversation,
  StoredNotificationDraft,
} from './stores/types'
export type { SocketData, SocketHost } from './types'
export type {
  ClientToServerEvents,
  ChangeEntry,
  ErrorCode,
  LogEntry,
  MemberEntry,
  Message,
  Metadata,
  Notification,
  PresenceMeta,
  ReadCursor,
  Sender,
  ServerToClientEvents,
  WireError,
} from '@monhub/realtime-protocol'
