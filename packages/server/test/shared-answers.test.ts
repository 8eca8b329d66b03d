import { Server } from 'socket.io'
import { describe, expect, it } from 'vitest'
import { shareAnswers, sharedAnswer } from '../src/sharedAnswers'

const plain = new Server().encoder

/** As Socket.IO hands it to its encoder: of type 3, which is ACK. */
const packetOf = (answer: object, nsp = '/') =>
  ({ type: 3, nsp, id: 12, data: [answer] }) as unknown as Parameters<typeof plain.encode>[0]

/** Counts how often it is made into JSON. */
function counted() {
  const users = { ada: { status: 'the $& of "busy"' }, bob: { toJSON: () => ({ n: ++count }) } }
  let count = 0
  return { users, count: () => count }
}

function encoderWith(options?: ConstructorParameters<typeof Server>[0]) {
  const io = new Server(options)
  shareAnswers(io)
  return io.encoder
}

describe('shareAnswers', () => {
  it.each([
    { ok: true, users: { ada: {}, bob: { status: '$& "busy"' } } },
    { ok: true, users: {}, lastSeen: { eve: '2026-01-01T00:00:00.000Z' } },
  ])('changes nothing of what a client is answered: %j', ({ users, ...answer }) => {
    for (const nsp of ['/', '/chat']) {
      const expected = plain.encode(packetOf({ ...answer, users }, nsp))
      const shared = packetOf({ ...answer, users: sharedAnswer({ ...users }) }, nsp)
      expect(encoderWith().encode(shared)).toEqual(expected)
    }
  })

  it('changes nothing of an event', () => {
    const hello = { v: 2, userId: 'eve', users: { ada: {} } }
    const packetOfHello = (users: object) =>
      ({ type: 2, nsp: '/', data: ['server:hello', { ...hello, users }] }) as unknown as Parameters<
        typeof plain.encode
      >[0]
    const shared = packetOfHello(sharedAnswer({ ...hello.users }))
    expect(encoderWith().encode(shared)).toEqual(plain.encode(packetOfHello(hello.users)))
  })

  it('makes the JSON of what is shared once, for all who are answered', () => {
    const encoder = encoderWith()
    const { users, count } = counted()
    for (let i = 0; i < 5; i++) encoder.encode(packetOf({ ok: true, users: sharedAnswer(users) }))
    expect(count()).toBe(1)
  })

  it('makes the JSON of anything else each time', () => {
    const encoder = encoderWith()
    const { users, count } = counted()
    const [first] = encoder.encode(packetOf({ ok: true, users })) as string[]
    const [second] = encoder.encode(packetOf({ ok: true, users })) as string[]
    expect(count()).toBeGreaterThan(1)
    expect(first).not.toBe(second)
  })

  it('leaves the answer to a parser that makes something else of it than text', () => {
    const encode = (packet: object) => [Buffer.from(JSON.stringify(packet))]
    const parser = { Encoder: function () {} }
    parser.Encoder.prototype = { encode }
    const answer = { ok: true, users: sharedAnswer({ ada: {} }) }
    const [encoded] = encoderWith({ parser }).encode(packetOf(answer)) as Buffer[]
    expect(JSON.parse(String(encoded))).toEqual(packetOf(answer))
  })

  it('is put on a server once, however many services it has', () => {
    const io = new Server()
    shareAnswers(io)
    const { encode } = io.encoder
    shareAnswers(io)
    expect(io.encoder.encode).toBe(encode)
  })
})
