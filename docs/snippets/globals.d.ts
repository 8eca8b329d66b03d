// What the pages leave to the reader's app, and what they have imported before.
type Server = typeof import('@monhub/realtime-server')
type Client = typeof import('@monhub/realtime-react')

declare global {
  namespace Express {
    interface User {
      id: string
    }
    interface Request {
      user?: User
    }
  }
  type ReactNode = import('react').ReactNode

  // The server's app.
  const app: import('express').Express
  const httpServer: import('node:http').Server
  const io: import('socket.io').Server
  const realtime: import('@monhub/realtime-server').SocketServiceAPI
  const authenticate: (handshake: object) => { userId: string } | null
  const userOfSession: (cookie?: string) => Promise<{ userId: string } | null>
  const sessionId: string
  const blocks: Set<string>
  const redis: object

  // The client's.
  const useAuth: () => { user?: { id: string; _id: string }; loading: boolean }
  const mutate: (key: string) => Promise<void>
  const toast: { info: (text: string) => void }
  const currentUser: () => Promise<{ id: string } | null>
  const peerId: string
  const children: ReactNode

  const createSocketServer: Server['createSocketServer']
  const createSocketService: Server['createSocketService']
  const createHealthHandler: Server['createHealthHandler']
  const SocketProvider: Client['SocketProvider']
  const RealtimeSyncProvider: Client['RealtimeSyncProvider']
  const useChat: Client['useChat']
  const useConnection: Client['useConnection']
  const useIsOnline: Client['useIsOnline']
  const useNotifications: Client['useNotifications']
  const usePresence: Client['usePresence']
  const useSetPresence: Client['useSetPresence']
  const useSocketListener: Client['useSocketListener']
}
export {}
