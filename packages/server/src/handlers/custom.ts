import { SOCKET_EVENTS } from '@monhub/realtime-protocol'
import { parsers, type Parsed } from '@monhub/realtime-protocol/parse'
import type { Context, Handler } from './handle'

/** The validation interface that zod, valibot and arktype share (standardschema.dev). */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}
type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** Who sent a custom event. */
export interface CustomEventContext {
  userId: string
  socketId: string
}

export interface CustomEventOptions<Payload> {
  /** Checks and types the payload. Must be synchronous. */
  schema: StandardSchema<Payload>
  /** Whether this user may send this. @default everybody who is signed in */
  authorize?: (context: CustomEventContext, payload: Payload) => boolean | Promise<boolean>
}

/** The fields of an object it returns become the ack's. */
export type CustomEventHandler<Payload> = (payload: Payload, context: CustomEventContext) => unknown

const RESERVED = new Set<string>([...Object.keys(parsers), ...Object.values(SOCKET_EVENTS)])
const TAKEN = /^(connect|connect_error|disconnecting|newListener|removeListener)$/

/** @throws TypeError when the name belongs to the protocol or to Socket.IO. */
export function assertCustomEvent(event: string): void {
  if (!RESERVED.has(event) && !TAKEN.test(event)) return
  throw new TypeError(`"${event}" is taken; choose a name of your own, such as "listing:viewed".`)
}

/** A handler of the app behind the same wrapper as ours. */
export const customHandler = <Payload>(
  { schema, authorize = () => true }: CustomEventOptions<Payload>,
  run: CustomEventHandler<Payload>,
  forbid: () => Error,
): Handler<Payload, object> => ({
  parse: (input): Parsed<Payload> => {
    const result = schema['~standard'].validate(input)
    if (result instanceof Promise) throw new TypeError('A schema of `on` must be synchronous.')
    if (result.issues === undefined) return { ok: true, value: result.value }
    return { ok: false, message: result.issues[0]?.message ?? 'is not valid' }
  },
  run: async (payload, { userId, from }: Context) => {
    const context = { userId, socketId: from.socketId }
    if ((await authorize(context, payload)) !== true) throw forbid()
    const result = await run(payload, context)
    return typeof result === 'object' && result !== null ? result : {}
  },
})
