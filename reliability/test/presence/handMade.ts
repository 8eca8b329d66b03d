import type { Connection, Life, PresenceRecord } from '../../src/check/presence/record'

/** Times here are seconds after the nodes started. */
const START = 1_700_000_000_000
export const at = (seconds: number) => START + Math.round(seconds * 1000)

type Said = [seconds: number, userId: string, isOnline: boolean]

export const life = (node: string, said: Said[], end?: Life['end']): Life => ({
  id: `${node}#1`,
  node,
  startedAt: START,
  ...(end && { end }),
  changes: said.map(([seconds, userId, isOnline]) => ({ at: at(seconds), userId, isOnline })),
  lists: [],
})

export const connection = (
  userId: string,
  node: string,
  from: number,
  to?: number,
  how: NonNullable<Connection['end']>['how'] = 'left',
): Connection => ({
  userId,
  lifeId: `${node}#1`,
  beganAt: at(from) - 10,
  connectedAt: at(from),
  ...(to !== undefined && { end: { at: at(to), how } }),
})

/** Nodes a, b and c for 60 s; Ann is on a from the tenth second to the fortieth. */
export function calmRun(): PresenceRecord {
  const seen = (node: string, delay: number) =>
    life(node, [
      [10 + delay, 'ann', true],
      [40 + delay, 'ann', false],
    ])
  return {
    lives: [seen('a', 0), seen('b', 0.06), seen('c', 0.08)],
    connections: [connection('ann', 'a', 10, 40)],
    troubles: [],
    revocations: [],
    graceMs: 5000,
    until: at(60),
  }
}

/** The same run with what node c said instead. */
export const butC = (record: PresenceRecord, said: Said[]): PresenceRecord => ({
  ...record,
  lives: [...record.lives.slice(0, 2), life('c', said)],
})
