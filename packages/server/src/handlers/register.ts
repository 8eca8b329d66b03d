import type { RequestEvent } from '@monhub/realtime-protocol'
import { toWireError, realtimeError } from '../errors'
import type { Session } from '../sessions'
import { handle, type HandleParts, type Handler, type Handlers } from './handle'

export interface Registry {
  /** Routes everything a connection sends. */
  attach: (session: Session) => void
  /** Adds an event of the app; returns what removes it again. */
  add: <Payload>(event: string, handler: Handler<Payload, object>) => () => void
}

/** The table of all events, looked up when one comes in: no closure per connection and event. */
export function createRegistry(parts: HandleParts, handlers: Handlers): Registry {
  const table = new Map<string, ReturnType<typeof handle>>()
  const add: Registry['add'] = (event, handler) => {
    const run = handle(parts, event, handler)
    table.set(event, run)
    return () => {
      if (table.get(event) === run) table.delete(event)
    }
  }
  for (const [event, handler] of Object.entries(handlers))
    add(event, handler as Handler<unknown, object>)

  return {
    add,
    attach: (session) => {
      const { socket } = session
      socket.onAny((event: string, ...args: unknown[]) => {
        const run = table.get(event)
        if (run) void run(session, args)
        // The app may have listeners of its own on this socket; those are its business.
        else if (socket.listeners(event as RequestEvent).length === 0) refuse(event, args)
      })
      socket.on('error', (error) => parts.logger.warn({ error }, 'socket error'))
    },
  }
}

function refuse(event: string, args: unknown[]): void {
  const ack = args.at(-1)
  if (typeof ack !== 'function') return
  const message = `Nothing handles "${event.slice(0, 100)}" here; add it with service.on().`
  ;(ack as (answer: object) => void)({
    ok: false,
    error: toWireError(realtimeError('UNKNOWN_EVENT', message)),
  })
}
