import type { User as DemoUser } from './users'

declare global {
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as passport names it, whose types may be in the same program
    interface User extends DemoUser {}
    interface Request {
      /** Whoever the session cookie belongs to. */
      user?: User | undefined
    }
  }
}
