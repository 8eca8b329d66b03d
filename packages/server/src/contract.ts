import type { AnnouncementEvent, Announcements } from '@monhub/realtime-protocol'
import type { InputOf, OutputOf, StandardSchema } from './standardSchema'
import { assertFree, type TakenEvent } from './takenEvents'

/** A request that clients make. */
export interface RequestContract {
  /** What the client sends; nothing and `null` are both `undefined` to the schema. */
  readonly payload: StandardSchema
  /** The fields of the ack. @default none: the client learns only that it was handled */
  readonly result?: StandardSchema<unknown, object>
}
type RequestContracts = Readonly<Record<string, RequestContract>>
type EventContracts = Readonly<Record<string, StandardSchema>>

/** The events of an app. Who sends one gives its schema's input, who hears it gets the output. */
export interface Contract<
  Requests extends RequestContracts = RequestContracts,
  Events extends EventContracts = EventContracts,
> {
  readonly requests: Requests
  readonly events: Events
}

type Taken = 'This name belongs to the protocol or to Socket.IO; choose one of your own.'
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- without any name
type None = {}
type NoneTaken = { readonly [Event in TakenEvent]?: Taken }

/**
 * Declares the events of an app once for both sides: `requests` come from clients and are
 * answered, `events` are sent by the server. Give it to `createSocketService`, and its type to the
 * client with `import type`.
 *
 * @throws TypeError when a name belongs to the protocol or to Socket.IO.
 */
export function defineContract<
  Requests extends RequestContracts = None,
  Events extends EventContracts = None,
>(definition: {
  requests?: Requests & NoneTaken
  events?: Events & NoneTaken
}): Contract<Requests, Events> {
  const { requests = {}, events = {} } = definition
  for (const event of [...Object.keys(requests), ...Object.keys(events)]) assertFree(event)
  return { requests, events } as Contract<Requests, Events>
}

/** The requests of a contract, by name. */
export type RequestOf<C extends Contract> = keyof C['requests'] & string
export type PayloadOf<C extends Contract, Event extends RequestOf<C>> = OutputOf<
  C['requests'][Event]['payload']
>
/** What a handler gives; without a schema for it, whatever it gives stays on the server. */
export type ResultOf<
  C extends Contract,
  Event extends RequestOf<C>,
> = C['requests'][Event]['result'] extends StandardSchema
  ? InputOf<C['requests'][Event]['result']>
  : unknown

/** What the server may emit: the events of the contract, and those of the protocol. */
export type EmittedEvent<C extends Contract> = (keyof C['events'] & string) | AnnouncementEvent
export type EmittedData<C extends Contract, Event> = Event extends keyof C['events']
  ? InputOf<C['events'][Event]>
  : Event extends AnnouncementEvent
    ? Announcements[Event]
    : never
