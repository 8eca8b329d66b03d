import { randomUUID } from 'node:crypto'
import type { Server } from 'socket.io'

const PLACEHOLDER = randomUUID()

const shared = new WeakSet<object>()
const texts = new WeakMap<object, string>()
const known = new WeakSet<object>()

/** Marks the `users` of answers and hellos that go to many as they are: it may not change any more. */
export function sharedAnswer<Users extends object>(users: Users): Users {
  shared.add(users)
  return users
}

/**
 * Socket.IO encodes each packet by itself. For a list of everybody that a crowd asks for while it
 * connects, that was measured to cost more than connecting; so its JSON is made once, and put into
 * what Socket.IO makes of the rest.
 */
export function shareAnswers({ encoder }: Server): void {
  if (known.has(encoder)) return
  known.add(encoder)
  const encode = encoder.encode.bind(encoder)
  encoder.encode = (packet): unknown[] => {
    const answer = answerIn(packet.data)
    if (!answer) return encode(packet)
    const { users } = answer
    const placed = {
      ...packet,
      data: (packet.data as unknown[]).with(-1, { ...answer, users: PLACEHOLDER }),
    }
    const encoded: unknown = encode(placed)[0]
    // What another parser makes is none that text can be put into.
    if (typeof encoded !== 'string') return encode(packet)
    return [encoded.replace(`"${PLACEHOLDER}"`, () => textOf(users))]
  }
}

/** The last argument of an ack or event, where it has something to share. */
function answerIn(data: unknown): { users: object } | undefined {
  const answer: unknown = Array.isArray(data) ? data.at(-1) : undefined
  if (typeof answer !== 'object' || answer === null || !('users' in answer)) return undefined
  const { users } = answer
  const isShared = typeof users === 'object' && users !== null && shared.has(users)
  return isShared ? { ...answer, users } : undefined
}

function textOf(users: object): string {
  const text = texts.get(users) ?? JSON.stringify(users)
  texts.set(users, text)
  return text
}
