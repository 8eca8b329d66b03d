// What docs/migrating-from-in-app-sockets.md leaves to the reader's app.
type Client = typeof import('@monhub/realtime-react')
type Component<Props = object> = import('react').FunctionComponent<Props>

interface StoredUser {
  id: string
  firstName: string
  lastName: string
  profileImage?: string
}

declare global {
  namespace Express {
    interface Request {
      user?: { id: string }
    }
  }
  const app: import('express').Express
  const io: import('socket.io').Server
  const realtime: import('@monhub/realtime-server').SocketServiceAPI
  const getSocketService: () => typeof realtime
  const createSocketService: typeof import('@monhub/realtime-server').createSocketService
  const authenticate: (handshake: object) => { userId: string } | null
  const userOfSession: (cookie?: string) => Promise<{ userId: string } | null>
  const Message: {
    find: (filter: object) => Promise<{ senderId: unknown }[]>
    updateMany: (filter: object, change: object) => Promise<unknown>
  }
  const User: { find: (filter: object) => Promise<StoredUser[]> }
  const res: import('express').Response
  const [senderId, receiverId, text, id]: [string, string, string, string]
  interface NotificationParams {
    userId: string
    type: string
    title: string
    message: string
  }
  const ListingViewed: import('@monhub/realtime-server').StandardSchema

  const useAuth: () => { user?: { _id: string }; loading: boolean }
  const mutate: (key: string) => Promise<void>
  const toast: { info: (text: string) => void }
  const useEffect: typeof import('react').useEffect
  const children: import('react').ReactNode
  const selectedUserId: string
  const isVisible: boolean
  const messages: readonly import('@monhub/realtime-react').ChatMessage[]
  const useChat: Client['useChat']
  const useNotifications: Client['useNotifications']
  const UserStatus: Component<{ isOnline: boolean }>
  const MessageList: Component<{ messages: typeof messages }>
  const TypingIndicator: Component
  const MessageInput: Component<{
    onTyping: (isTyping: boolean) => void
    onSend: (text: string) => void
  }>
}
export {}
