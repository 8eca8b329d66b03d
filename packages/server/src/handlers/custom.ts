import type { Contract, PayloadOf, RequestContract, RequestOf, ResultOf } from '../contract'
import { realtimeError } from '../errors'
import { check, misfit, sentenceOf, type StandardSchema } from '../standardSchema'
import { assertFree } from '../takenEvents'
import type { Handler } from './handle'
import type { Registry } from './register'

/** Who sent a custom event. */
export interface CustomEventContext {
  userId: string
  socketId: string
}

/** Options of `on` for an event of the contract. */
export interface ContractEventOptions<Payload> {
  /**
   * Whether this user may send this; asked once the payload was checked.
   * @default everybody who is signed in
   */
  authorize?: (context: CustomEventContext, payload: Payload) => boolean | Promise<boolean>
}

/** Options of `on` without a contract. */
export interface CustomEventOptions<Payload> extends ContractEventOptions<Payload> {
  /** Checks and types the payload; may be asynchronous. */
  schema: StandardSchema<unknown, Payload>
}

/**
 * The fields of an object it returns become the ack's. What it throws with `realtimeError` is
 * answered as it is, anything else as `INTERNAL` without its text.
 */
export type CustomEventHandler<Payload, Result = unknown> = (
  payload: Payload,
  context: CustomEventContext,
) => Result | Promise<Result>

/** `service.on`: with a contract its requests and no others, without one any name and a schema. */
export type OnCustomEvent<C extends Contract> = string extends keyof C['requests']
  ? OnAnyEvent
  : OnContractEvent<C>

type OnAnyEvent = <Payload>(
  event: string,
  options: CustomEventOptions<Payload>,
  handler: CustomEventHandler<Payload>,
) => () => void

interface OnContractEvent<C extends Contract> {
  <Event extends RequestOf<C>>(
    event: Event,
    handler: CustomEventHandler<PayloadOf<C, Event>, ResultOf<C, Event>>,
  ): () => void
  <Event extends RequestOf<C>>(
    event: Event,
    options: ContractEventOptions<PayloadOf<C, Event>>,
    handler: CustomEventHandler<PayloadOf<C, Event>, ResultOf<C, Event>>,
  ): () => void
}

type Options = Partial<CustomEventOptions<unknown>>
type Run = CustomEventHandler<unknown>

/** Adds handlers of the app behind the same wrapper as ours. */
export function createOn<C extends Contract>(
  registry: Registry,
  contract: C | undefined,
): OnCustomEvent<C> {
  const declared = contract && new Map(Object.entries(contract.requests))

  const on = (event: string, ...rest: [Run] | [Options, Run]) => {
    assertFree(event)
    const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest
    const request = declared ? declared.get(event) : undeclared(options)
    if (!request) throw new TypeError(unknownEvent(event, declared !== undefined))
    return registry.add(event, customHandler(event, request, options, run))
  }
  // Which payload an event has is known to the compiler; here it is what the event's schema gave.
  return on as OnCustomEvent<C>
}

const undeclared = ({ schema }: Options): RequestContract | undefined =>
  schema && { payload: schema, result: ANYTHING }

/** Without a contract the ack carries whatever the handler returns. */
const ANYTHING: StandardSchema<unknown, object> = {
  '~standard': {
    version: 1,
    vendor: 'realtime',
    validate: (value) => ({ value: typeof value === 'object' && value !== null ? value : {} }),
  },
}

const unknownEvent = (event: string, hasContract: boolean) =>
  hasContract
    ? `"${event}" is not among the requests of the contract; declare it there.`
    : `"${event}" has no schema; give one: on("${event}", { schema }, handler).`

const customHandler = (
  event: string,
  { payload, result }: RequestContract,
  { authorize = () => true }: Options,
  run: Run,
): Handler<unknown, object> => ({
  // Checked below, where a schema may take its time.
  parse: (value) => ({ ok: true, value }),
  run: async (input, { userId, from }) => {
    // On the wire a payload that is left out before an ack is null.
    const parsed = await check(payload, input ?? undefined)
    if (parsed.issues) {
      throw realtimeError('BAD_PAYLOAD', `${event}: ${sentenceOf(parsed.issues)}`)
    }
    const context = { userId, socketId: from.socketId }
    if ((await authorize(context, parsed.value)) !== true) {
      throw realtimeError('FORBIDDEN', `You may not send "${event}".`)
    }
    const returned = await run(parsed.value, context)
    if (!result) return {}
    const answer = await check(result, returned)
    if (answer.issues) throw misfit(`The result of ${event}`, answer.issues)
    // Whether it succeeded is not the handler's to say.
    const { ok: _, ...fields } = answer.value as { ok?: unknown }
    return fields
  },
})
