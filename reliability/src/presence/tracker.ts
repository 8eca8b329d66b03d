import type { Connection, Life, PresenceRecord, Trouble } from '../check/presence/record'
import type { Sighting } from '../server/command'

/** Takes down what happens to nodes, and what they say. */
export interface Tracker {
  record: PresenceRecord
  /** A process begins; gives what hears it. */
  begin: (node: string) => (sighting: Sighting) => void
  /** The process of a node listens. */
  listens: (node: string) => void
  /** The life of a node that listens and was not told to end. */
  lifeOf: (node: string) => Life | undefined
  /** A node is about to be ended. */
  ends: (node: string, how: 'SIGKILL' | 'SIGTERM') => void
  connection: (begun: Pick<Connection, 'userId' | 'lifeId'>) => Connection
  /** Takes down how long something was wrong. */
  during: (
    kind: { kind: 'redis restart' | 'redis pause' | 'CLIENT KILL' } | NodeTrouble,
    run: () => Promise<unknown>,
  ) => Promise<void>
}

interface NodeTrouble {
  kind: 'partition' | 'SIGSTOP'
  node: string
}

export function createTracker(graceMs: number): Tracker {
  const record: PresenceRecord = {
    ...{ lives: [], connections: [], troubles: [], revocations: [] },
    graceMs,
    until: 0,
  }
  const current = new Map<string, Life>()
  const begun = new Map<string, Life>()
  let count = 0

  return {
    record,
    begin: (node) => {
      const id = `${node}#${++count}`
      const life: Life = { id, node, startedAt: 0, changes: [], lists: [] }
      begun.set(node, life)
      return (sighting) => {
        if ('userId' in sighting) life.changes.push(sighting)
        else life.lists.push({ ...sighting, after: life.changes.length })
      }
    },
    listens: (node) => {
      const life = begun.get(node)
      if (!life) return
      life.startedAt = Date.now()
      record.lives.push(life)
      current.set(node, life)
    },
    lifeOf: (node) => current.get(node),
    ends: (node, how) => {
      const life = current.get(node)
      if (life) life.end = { at: Date.now(), how }
      current.delete(node)
    },
    connection: (one) => {
      const connection: Connection = { ...one, beganAt: Date.now() }
      record.connections.push(connection)
      return connection
    },
    during: async (kind, run) => {
      const trouble: Trouble = { ...kind, from: Date.now(), to: Infinity }
      record.troubles.push(trouble)
      try {
        await run()
      } finally {
        trouble.to = Date.now()
      }
    },
  }
}
