'use client'

export { SocketProvider, type SocketProviderProps } from './hooks/SocketProvider'
export { RealtimeSyncProvider, type RealtimeSyncProviderProps } from './hooks/RealtimeSyncProvider'
export { useSocket, type UseSocketResult } from './hooks/useSocket'
export { useConnection, type UseConnectionResult } from './hooks/useConnection'
export { useSocketListener } from './hooks/useSocketListener'
export { useEmit, type Emit } from './hooks/useEmit'
export { useRequest, type UseRequestOptions } from './hooks/useRequest'
export type { Selector } from './hooks/useSelected'
export { useChat, type UseChatResult } from './hooks/useChat'
export { useConversations, type UseConversationsResult } from './hooks/useConversations'
export { useSuspenseChat } from './hooks/useSuspenseChat'
export { useSuspenseConversations } from './hooks/useSuspenseConversations'
export { useSuspenseNotifications } from './hooks/useSuspenseNotifications'
export { useTyping, type UseTypingResult } from './hooks/useTyping'
export { useOnlineUsers } from './hooks/useOnlineUsers'
export { useIsOnline } from './hooks/useIsOnline'
export { usePresence, type UsePresenceResult } from './hooks/usePresence'
export { useSetPresence } from './hooks/useSetPresence'
export {
  useNotifications,
  type UseNotificationsOptions,
  type UseNotificationsResult,
} from './hooks/useNotifications'
export { useUnreadCount, type UseUnreadCountResult } from './hooks/useUnreadCount'
export { useDataUpdate } from './hooks/useDataUpdate'
export { useInvalidations, type InvalidationOptions } from './hooks/useInvalidations'

export { isRealtimeError, RealtimeError } from '@monhub/realtime-react/core'
export type {
  Auth,
  ChatMessage,
  ClientOptions,
  Clock,
  ConnectionState,
  ConnectionStatus,
  Delivery,
  InvalidationMap,
  LoadStatus,
  Logger,
  Peer,
  Platform,
  PresenceChange,
  RealtimeSocket,
  Register,
  SendOptions,
} from '@monhub/realtime-react/core'
export { SOCKET_EVENTS } from '@monhub/realtime-protocol'
export type {
  Ack,
  ConversationSummary,
  DataUpdate,
  ErrorCode,
  Message,
  MessageNew,
  MessageRead,
  Metadata,
  Notification,
  Sender,
  TypingUpdate,
  WireError,
} from '@monhub/realtime-protocol'
