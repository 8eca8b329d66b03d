// What docs/authentication.md leaves to the reader's app.
declare module 'express-session' {
  interface SessionData {
    userId: string
    expiresAt: number
  }
}
declare global {
  namespace Express {
    interface User {
      id: string
    }
  }
  type ReactNode = import('react').ReactNode
  const app: import('express').Express
  const sessions: ReturnType<typeof import('express-session')>
  const passport: import('passport').PassportStatic
  const cookieSession: typeof import('cookie-session')
  const cookieParser: typeof import('cookie-parser')
  const keys: string[]
  const readFileSync: typeof import('node:fs').readFileSync
  const io: import('socket.io').Server
  const realtime: import('@monhub/realtime-server').SocketServiceAPI
  const createSocketService: typeof import('@monhub/realtime-server').createSocketService
  const jwtAuth: typeof import('@monhub/realtime-server/jwt').jwtAuth
  const expressAuth: typeof import('@monhub/realtime-server/express').expressAuth
  const isBanned: (userId: string) => Promise<boolean>
  const findSession: (
    cookie: string | undefined,
    token: unknown,
  ) => Promise<{ id: string; userId: string; endsAt: Date } | null>
  const SocketProvider: typeof import('@monhub/realtime-react').SocketProvider
  const useUser: () => { id: string }
  const getAccessToken: (wanted: { minLifeMs: number }) => Promise<string>
}
export {}
