import { indexOf } from '../kinds'

/** Who came and who went, by their numbers. */
export interface Change {
  joined: number[]
  left: number[]
}

const ANSWER = '430['
const DIFF = '42["presence:diff",'
const LIST = '42["users:online",'
/** What changes a picture. */
const NEWS = [DIFF, ANSWER, LIST]

export type Frame = 'open' | 'connected' | 'refused' | 'ping' | 'news' | 'other'

export function kindOf(frame: Buffer): Frame {
  const start = frame.toString('latin1', 0, DIFF.length)
  if (NEWS.some((head) => start.startsWith(head))) return 'news'
  if (start.startsWith('40')) return 'connected'
  if (start.startsWith('44')) return 'refused'
  if (start.startsWith('0')) return 'open'
  return start.startsWith('2') ? 'ping' : 'other'
}

/** Of a `presence:diff`, or of the answer to `presence:watch`. */
export const changeIn = remembering((frame): Change => {
  const told = lastOf(frame) as Partial<Told>
  const { ok = true, users = {}, joined = users, left = [] } = told
  if (!ok) throw new Error(`the server answered ${frame.toString()}`)
  return { joined: Object.keys(joined).map(indexOf), left: left.map(indexOf) }
})

interface Told {
  ok: boolean
  users: object
  joined: object
  left: string[]
}

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
