import * as fc from 'fast-check'
import { SOCKET_EVENTS } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'

/** An event with its arguments as JSON text, which may hold keys that no object literal can. */
export interface Input {
  event: string | number
  args: string
}

/** Stands for the id of a message that there is. */
export const SOME_MESSAGE = 'some-message'

const events = Object.keys(parsers)
const fields = [
  ...['senderId', 'receiverId', 'readBy', 'peerId', 'conversationId', 'conversations', 'text'],
  ...['clientId', 'metadata', 'messageId', 'messageIds', 'upTo', 'reaction', 'remove', 'before'],
  ...['after', 'around', 'limit', 'all', 'add', 'lastSeen', 'status', 'invisible', 'away', 'ids'],
  ...['auth', 'token', '__proto__', 'constructor', 'toString', 'then', 'length', '_placeholder'],
]

const word = fc.constantFrom(
  ...['ada', 'bob', 'eve', 'team', 'dm:ada:bob', 'dm:bob:ada', 'dm:ada:ada', 'dm:', 'dm::', 'dm:%'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'all', '', ' ', '\u0000', '\ud800', '\u202e'],
  ...['👩‍👧', 'e\u0301', 'x'.repeat(129), 'token-ada', 'token-bob', 'rt:u:ada', '$where', '%00'],
)
const number = fc.oneof(
  fc.constantFrom(0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -0, 1e308, 501),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const text = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.nat(20_000).map((length) => 'é'.repeat(length)) },
)
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...fields) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
)

/** JSON text of any shape, with keys of the protocol, keys of prototypes and keys that come twice. */
const { json } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'json' },
    { weight: 4, arbitrary: leaf.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: tie('object') },
    { weight: 2, arbitrary: tie('array') },
  ),
  object: fc
    .array(fc.tuple(key, tie('json')), { maxLength: 5 })
    .map(
      (entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`,
    ),
  array: fc.array(tie('json'), { maxLength: 5 }).map((items) => `[${items.join()}]`),
}))

/** What is nearly right gets further in than what is all wrong. */
const sound = fc.record(
  {
    receiverId: fc.constantFrom('ada', 'bob', '__proto__'),
    conversationId: fc.constantFrom('team', 'dm:ada:bob', 'dm:ada:ada', '__proto__'),
    peerId: fc.constantFrom('ada', 'bob', 'constructor'),
    text: fc.oneof(fc.constant('hi'), fc.string({ minLength: 1, unit: 'grapheme' })),
    clientId: fc.constantFrom('a', 'b', '__proto__'),
    metadata: fc.dictionary(key, fc.jsonValue({ maxDepth: 4 })),
    messageId: fc.constantFrom(SOME_MESSAGE, SOME_MESSAGE, '__proto__'),
    messageIds: fc.array(fc.constantFrom(SOME_MESSAGE, '__proto__', 'a'), { maxLength: 3 }),
    reaction: fc.constantFrom('👍', '__proto__', 'constructor', 'toString'),
    upTo: fc.nat(60),
    after: fc.nat(60),
    before: fc.nat(60),
    limit: fc.nat(200),
    conversations: fc.array(
      fc.record({
        conversationId: fc.constantFrom('team', 'dm:ada:bob', '__proto__'),
        after: fc.nat(60),
      }),
      { maxLength: 5 },
    ),
    add: fc.array(fc.constantFrom('ada', 'bob', '__proto__', 'constructor'), { maxLength: 3 }),
    lastSeen: fc.array(fc.constantFrom('ada', '__proto__', 'constructor'), { maxLength: 3 }),
    all: fc.boolean(),
    status: fc.constantFrom('busy', '__proto__', null),
    invisible: fc.boolean(),
    away: fc.boolean(),
    ids: fc.constantFrom('all', ['a'], ['__proto__']),
    auth: fc.record({ token: fc.constantFrom('token-ada', 'token-eve', 1, null) }),
  },
  { requiredKeys: [] },
)

const payload = fc.oneof(
  { weight: 5, arbitrary: sound.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: json },
  { weight: 1, arbitrary: word.map((value) => JSON.stringify(value)) },
)

const event = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...events) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...Object.values(SOCKET_EVENTS).filter((name) => name !== 'disconnect'),
      ...['error', '__proto__', 'constructor', 'message', 'data', 'close', ''],
    ),
  },
  // Socket.IO takes numbers for names.
  { weight: 1, arbitrary: number },
)

export const input: fc.Arbitrary<Input> = fc.record({
  event,
  args: fc.array(payload, { maxLength: 2 }).map((args) => args.join()),
})
