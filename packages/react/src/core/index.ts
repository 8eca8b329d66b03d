export { createClient, type Client } from './client'
export { acquireClient, connectionKey, findClient, nextClient, type Lease } from './registry'
export type { ClientConfig, ClientOptions } from './options'
export type { Platform } from './platform'
export type { Clock } from './timer'
export type { OutboxRecord, OutboxStorage } from './outboxStorage'
export type { Auth } from './handshake'
export type { Logger } from './logger'
export type { Listener, ListenerKind, Listeners } from './listeners'
export type {
  AsJson,
  HeardArgs,
  HeardEvent,
  LooseHeardEvent,
  LooseSentEvent,
  PayloadOf,
  Register,
  ResultOf,
  SentArgs,
  SentEvent,
} from './contract'
export type { RealtimeSocket } from './facade'
export type { Request, RequestOptions } from './request'
export { IDLE, type ConnectionState, type ConnectionStatus } from './connection'
export { isRealtimeError, RealtimeError } from './errors'

export { createStore, type Source, type Store } from './store'
export { constant, constants, fields, select } from './source'
export { createCatchUp, type CatchUp } from './catchUp'
export { createLost } from './lost'
export { createSelection } from './selection'
export { whenLoaded } from './whenLoaded'
export { createTracked, type Sources } from './tracked'

export { conversationIdOf, type Peer } from './conversationRef'
export { createChats, type Chats } from './chats'
export type { Chat } from './chat'
export { NO_CHAT, type ChatActions, type ChatState, type LoadStatus } from './chatState'
export type { ChatMessage, Delivery } from './chatMessage'
export type { SendOptions } from './outbox'
export { createTypings, type Typing, type TypingActions, type Typings } from './typing'
export { createPresence, type Presence } from './presence'
export type { Known } from './presenceState'
export { createLastSeen, type LastSeen } from './lastSeen'
export { createOwnPresence, type OwnPresence, type PresenceChange } from './ownPresence'
export { createUsersOnline } from './usersOnline'
export {
  createConversations,
  type Conversations,
  type ConversationsActions,
  type ConversationsState,
} from './conversations'
export {
  createNotifications,
  type Notifications,
  type NotificationsActions,
  type NotificationsState,
} from './notifications'
export {
  createInvalidations,
  targetsOf,
  type InvalidationMap,
  type Invalidations,
} from './invalidations'
export { createDataSync, type DataSync } from './dataSync'
