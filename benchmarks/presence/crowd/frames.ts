import { indexOf } from '../kinds'

/** Who came and who went, by their numbers. */
export interface Change {
  joined: number[]
  left: number[]
}

const HELLO = '42["server:hello",'
const USERS = '"users":'
const DIFF = '42["presence:diff",'
const LIST = '42["users:online",'
/** What changes a picture. */
const NEWS = [DIFF, HELLO, LIST]

export type Frame = 'open' | 'connected' | 'refused' | 'ping' | 'news' | 'other'

export function kindOf(frame: Buffer): Frame {
  const start = frame.toString('latin1', 0, DIFF.length)
  if (NEWS.some((head) => start.startsWith(head))) return 'news'
  if (start.startsWith('40')) return 'connected'
  if (start.startsWith('44')) return 'refused'
  if (start.startsWith('0')) return 'open'
  return start.startsWith('2') ? 'ping' : 'other'
}

/** Of a `presence:diff`, or of the hello, which answers what the handshake watched. */
export const changeIn = (frame: Buffer): Change =>
  frame.indexOf(HELLO) === 0 ? changeOfHello(answerIn(frame)) : changeOfDiff(frame)

/** What a hello says of others, at its end; the rest is for one connection alone. */
function answerIn(hello: Buffer): Buffer {
  const start = hello.indexOf(USERS)
  if (start < 0) throw new Error(`the server refused the watch: ${hello.toString()}`)
  return hello.subarray(start + USERS.length, -'}]'.length)
}

const changeOfHello = remembering((users): Change => ({
  joined: Object.keys(JSON.parse(users.toString('latin1')) as object).map(indexOf),
  left: [],
}))

const changeOfDiff = remembering((frame): Change => {
  const { joined = {}, left = [] } = lastOf(frame) as { joined?: object; left?: string[] }
  return { joined: Object.keys(joined).map(indexOf), left: left.map(indexOf) }
})

/** Of a `users:online`. */
export const listIn = remembering((frame) => new Set((lastOf(frame) as string[]).map(indexOf)))

/** How many ids a `users:online` lists, without reading them. */
export const listedIn = (frame: Buffer) => (frame.length - LIST.length - '[]]'.length + 1) / 27

const lastOf = (frame: Buffer): unknown =>
  (JSON.parse(frame.toString('latin1', frame.indexOf('['))) as unknown[]).at(-1)

/** What goes to many is parsed once: else reading it here would take longer than sending it. */
function remembering<T>(parse: (frame: Buffer) => T): (frame: Buffer) => T {
  const recent: { frame: Buffer; value: T }[] = []
  return (frame) => {
    const known = recent.find((one) => one.frame.equals(frame))
    if (known) return known.value
    const value = parse(frame)
    recent.unshift({ frame, value })
    if (recent.length > 8) recent.pop()
    return value
  }
}
