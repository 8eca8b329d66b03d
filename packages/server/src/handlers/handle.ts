import type { Ack, RequestEvent, Requests } from '@monhub/realtime-protocol'
import type { Parser } from '@monhub/realtime-protocol/parse'
import { isRealtimeError, realtimeError, toWireError } from '../errors'
import type { Logger } from '../logger'
import type { Session, Sessions } from '../sessions'
import { assertSize } from './size'

/** Who asks, on which connection. */
export interface Context {
  userId: string
  session: Session
  /** The same as the features take it. */
  from: { socketId: string; version: 1 | 2 }
}

/** One event: how its payload is read, whom it claims to come from, and what it does. */
export interface Handler<Payload, Result extends object> {
  parse: Parser<Payload>
  /** The user a payload names as its author; anybody but the connection's own is refused. */
  actor?: (payload: Payload) => string | undefined
  /** In trust mode the connection becomes the actor's, even if it was another's before. */
  introduces?: boolean
  run: (payload: Payload, context: Context) => Promise<Result> | Result
}

export type Handlers = {
  [Event in RequestEvent]: Handler<Requests[Event]['payload'], Requests[Event]['result']>
}

export interface HandleParts {
  sessions: Sessions
  logger: Logger
  /** True without `authenticate`: a v1 client may then introduce itself by what it sends. */
  trustsClients: boolean
}

/**
 * The one way an event comes in: parse → authorise → run → ack once. It never throws: whatever
 * fails becomes `{ ok: false, error }`, and a client that sent no ack is simply not answered.
 */
export function handle<Payload, Result extends object>(
  { sessions, logger, trustsClients }: HandleParts,
  event: string,
  { parse, actor, introduces, run }: Handler<Payload, Result>,
): (session: Session, args: unknown[]) => Promise<void> {
  const answer = async (session: Session, input: unknown): Promise<Ack> => {
    assertSize(input)
    const parsed = parse(input)
    if (!parsed.ok) throw realtimeError('BAD_PAYLOAD', `${event}: the payload ${parsed.message}`)
    const claimed = actor?.(parsed.value)
    if (trustsClients && claimed !== undefined && (introduces || session.userId === null)) {
      sessions.identify(session, claimed)
    }
    const { userId, socket, version } = session
    if (userId === null) {
      throw realtimeError(
        'UNAUTHENTICATED',
        'Say who you are first: emit "user:connect" with the userId.',
      )
    }
    if (claimed !== undefined && claimed !== userId) {
      throw realtimeError('FORBIDDEN', `${event}: the payload names another user as its author.`)
    }
    const context = { userId, session, from: { socketId: socket.id, version } }
    return { ok: true, ...(await run(parsed.value, context)) }
  }

  return async (session, args) => {
    const last = args.at(-1)
    const ack = typeof last === 'function' ? (last as (answer: Ack) => void) : undefined
    const input = typeof args[0] === 'function' ? undefined : args[0]
    let reply: Ack
    try {
      reply = await answer(session, input)
    } catch (error) {
      const fields = { event, userId: session.userId }
      // Its sentence goes to the sender only: that of an app's schema may repeat what was sent.
      if (isRealtimeError(error)) logger.debug({ ...fields, code: error.code }, 'event refused')
      else logger.error({ ...fields, error }, 'a handler failed')
      reply = { ok: false, error: toWireError(error) }
    }
    try {
      ack?.(reply)
    } catch (error) {
      logger.error({ event, error }, 'the result of a handler could not be sent')
    }
  }
}
