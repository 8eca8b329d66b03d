import type { User } from './users'

declare global {
  namespace Express {
    interface Request {
      /** Whoever the session cookie belongs to. */
      user?: User
    }
  }
}
