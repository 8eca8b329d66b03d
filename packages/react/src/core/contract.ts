import type { Ack, AnnouncementEvent, Announcements, Requests } from '@monhub/realtime-protocol'

/**
 * Where an app says once which contract its own events keep:
 * `declare module '@monhub/realtime-react' { interface Register { contract: typeof contract } }`,
 * with `contract` from an `import type`. From then on names it does not have are errors.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the app adds to it
export interface Register {}

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- without any name
type None = {}
type Registered = Register extends { contract: infer Contract } ? Contract : None

/** What a schema of the contract says of itself to the compiler; the schema stays on the server. */
interface Typed {
  readonly '~standard': {
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined
  }
}
type InputOf<Schema> = Schema extends Typed
  ? NonNullable<Schema['~standard']['types']>['input']
  : unknown
type OutputOf<Schema> = Schema extends Typed
  ? NonNullable<Schema['~standard']['types']>['output']
  : unknown

/** A value as it arrives: JSON makes a string of a Date, of an ObjectId, … */
export type AsJson<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toJSON(): infer Json }
    ? Json
    : T extends object
      ? { [Key in keyof T]: AsJson<T[Key]> }
      : T

type CustomRequests = Registered extends { requests: infer All }
  ? {
      [Event in keyof All]: All[Event] extends { payload: infer Payload; result?: infer Result }
        ? {
            payload: InputOf<Payload>
            result: Result extends Typed ? AsJson<OutputOf<Result>> : object
          }
        : never
    }
  : None
type CustomEvents = Registered extends { events: infer All }
  ? { [Event in keyof All]: AsJson<OutputOf<All[Event]>> }
  : None

type AllRequests = Requests & CustomRequests
type AllEvents = Announcements & CustomEvents

/** What Socket.IO itself tells the listeners of `socket`. */
interface Lifecycle {
  connect: []
  disconnect: [reason: string, details?: unknown]
  connect_error: [error: Error]
}

export type HeardEvent = Extract<keyof AllEvents | keyof Lifecycle, string>
export type HeardArgs<Event extends HeardEvent> = Event extends keyof Lifecycle
  ? Lifecycle[Event]
  : Event extends keyof AllEvents
    ? [data: AllEvents[Event]]
    : never

export type SentEvent = Extract<keyof AllRequests, string>
export type PayloadOf<Event extends SentEvent> = AllRequests[Event]['payload']
export type SentArgs<Event extends SentEvent> =
  undefined extends PayloadOf<Event> ? [payload?: PayloadOf<Event>] : [payload: PayloadOf<Event>]
export type ResultOf<Event extends SentEvent> = Extract<AllRequests[Event]['result'], object>
export type AckOf<Event extends SentEvent> = Ack<ResultOf<Event>>

/** Names whose types are the caller's word: without a contract all, with one none but our own. */
export type LooseHeardEvent = WithContract<AnnouncementEvent | keyof Lifecycle, string>
export type LooseSentEvent = WithContract<never, string>
/** Names that can be heard at all. */
export type AnyHeardEvent = WithContract<HeardEvent, string>

type WithContract<With, Without> = Register extends { contract: unknown } ? With : Without
