import type { RequestEvent, WireError } from '@monhub/realtime-protocol'
import { toWireError, realtimeError } from '../errors'
import type { Session } from '../sessions'
import { handle, type HandleParts, type Handler, type Handlers } from './handle'

export interface Registry {
  /** Routes everything a connection sends. */
  attach: (session: Session) => void
  /** Adds an event of the app; returns what removes it again. */
  add: <Payload>(event: string, handler: Handler<Payload, object>) => () => void
}

interface RegistryParts extends HandleParts {
  /** Counts an event; the error it is refused with before anything looks at what it carries. */
  refusal: (session: Session, event: string) => WireError | undefined
}

/** The table of all events, looked up when one comes in: no closure per connection and event. */
export function createRegistry(parts: RegistryParts, handlers: Handlers): Registry {
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
      socket.onAny((event: unknown, ...args: unknown[]) => {
        // Socket.IO lets a name be a number, or missing, which ends the process if it is looked up.
        const name = typeof event === 'string' ? event : ''
        const run = table.get(name)
        // The app may have listeners of its own on this socket; those are its business. `error` is
        // ours alone.
        const isOfApp = name !== 'error' && socket.listeners(name as RequestEvent).length > 0
        if (!run && isOfApp) return
        const error = parts.refusal(session, name)
        if (error) refuse(args, error)
        else if (run) void run(session, args)
        else refuse(args, unknownEvent(name))
      })
      socket.on('error', (error: unknown) => {
        // A client may send an event of this name, with whatever it wants to see in the log.
        if (error instanceof Error) parts.logger.warn({ error }, 'socket error')
      })
    },
  }
}

function refuse(args: unknown[], error: WireError): void {
  const ack = args.at(-1)
  if (typeof ack === 'function') (ack as (answer: object) => void)({ ok: false, error })
}

function unknownEvent(event: string): WireError {
  const message = `Nothing handles "${event.slice(0, 100)}" here; add it with service.on().`
  return toWireError(realtimeError('UNKNOWN_EVENT', message))
}
