import { createLane, type Lane } from './lane'

/** What a fault holds for: what clients send, what the server sends, or both. */
export type Direction = 'toServer' | 'toClient'

/** The way between a server in memory and its clients, and what can be wrong with it. */
export interface TestNetwork {
  /**
   * Loses every frame from now on, and nobody is told: both sides believe the connection is up until
   * a timeout says otherwise. @default both directions
   */
  drop: (direction?: Direction) => void
  /** Lets every frame take this long, in milliseconds of `setTimeout`. @default both directions */
  delay: (ms: number, direction?: Direction) => void
  /**
   * Every event and ack waits for the next one and is overtaken by it. @default both directions
   */
  reorder: (direction?: Direction) => void
  /** Cuts the connections there are, and refuses new ones until `heal`. */
  disconnect: () => void
  /** Ends every fault; what was held back arrives, what was lost stays lost. */
  heal: () => void
}

/** A network as its connections see it. */
export interface Conditions extends TestNetwork {
  isDown: () => boolean
  isLossy: (direction: Direction) => boolean
  isReordering: (direction: Direction) => boolean
  delayMs: (direction: Direction) => number
  /** Of a connection that runs over it; returns what ends that. */
  join: (connection: { cut: () => void; flush: () => void }) => () => void
}

const BOTH: readonly Direction[] = ['toServer', 'toClient']

export function createNetwork(): Conditions {
  const connections = new Set<{ cut: () => void; flush: () => void }>()
  const lossy = new Set<Direction>()
  const reordering = new Set<Direction>()
  const delays = new Map<Direction, number>()
  let isDown = false

  const of = (direction: Direction | undefined) => (direction ? [direction] : BOTH)

  return {
    drop: (direction) => of(direction).forEach((one) => lossy.add(one)),
    delay: (ms, direction) => of(direction).forEach((one) => delays.set(one, ms)),
    reorder: (direction) => of(direction).forEach((one) => reordering.add(one)),
    disconnect: () => {
      isDown = true
      for (const { cut } of connections) cut()
    },
    heal: () => {
      isDown = false
      for (const faults of [lossy, reordering, delays]) faults.clear()
      for (const { flush } of connections) flush()
    },
    isDown: () => isDown,
    isLossy: (direction) => lossy.has(direction),
    isReordering: (direction) => reordering.has(direction),
    delayMs: (direction) => delays.get(direction) ?? 0,
    join: (connection) => {
      connections.add(connection)
      return () => connections.delete(connection)
    },
  }
}

/** One direction of a connection that runs over several networks: it has the faults of each. */
export const laneOver = (
  networks: readonly Conditions[],
  direction: Direction,
  receive: (data: Frame) => void,
): Lane<Frame> =>
  createLane({
    receive,
    isLost: () => networks.some((network) => network.isLossy(direction)),
    isOvertaken: (data) =>
      isEventOrAck(data) && networks.some((network) => network.isReordering(direction)),
    delayMs: () => networks.reduce((sum, network) => sum + network.delayMs(direction), 0),
  })

/** What one `send` of a WebSocket carries. */
export type Frame = string | Buffer

/** Of Engine.IO a message (4), of Socket.IO an event (2) or an ack (3): a handshake has its order. */
const isEventOrAck = (data: Frame) => typeof data === 'string' && /^4[23]/.test(data)
