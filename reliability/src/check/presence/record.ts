/**
 * What a run of several nodes recorded: what clients did, what went wrong, and who each node thought
 * was online. Times are milliseconds since 1970, of one machine's clock.
 */
export interface PresenceRecord {
  lives: Life[]
  connections: Connection[]
  troubles: Trouble[]
  revocations: Revocation[]
  /** How long somebody stays online whose connection broke. */
  graceMs: number
  until: number
}

/** A node from its start to its end. One that starts again is another, under the same name. */
export interface Life {
  id: string
  node: string
  startedAt: number
  end?: { at: number; how: 'SIGKILL' | 'SIGTERM' }
  /** In the order it said them. */
  changes: { at: number; userId: string; isOnline: boolean }[]
  /** Everybody who was online as it said when asked, after so many changes. */
  lists: { at: number; online: string[]; after: number }[]
}

export interface Connection {
  userId: string
  /** Of the life it leads to. */
  lifeId: string
  beganAt: number
  /** When the client knew; left out when it gave up before. */
  connectedAt?: number
  end?: {
    at: number
    /** The client left, or broke off; the server closed it for good; or the client found it gone. */
    how: 'left' | 'broke' | 'closed' | 'gone'
  }
}

/** Something that went wrong for a while: with Redis, or with one node. */
export type Trouble = { from: number; to: number } & (
  | { kind: 'redis restart' | 'redis pause' | 'CLIENT KILL' }
  | { kind: 'partition' | 'SIGSTOP'; node: string }
)

/** A node was told to end all connections of a user. */
export interface Revocation {
  userId: string
  lifeId: string
  at: number
}

export interface PresenceViolation {
  kind:
    /** A node did not show somebody who was there. */
    | 'missing'
    /** The same, by a node that had stood still. */
    | 'false leave'
    /** A node showed somebody who was not there. */
    | 'ghost'
    /** A node said that somebody left who had not come. */
    | 'left twice'
    /** What a node answers is not what it told before. */
    | 'list'
    /** A connection outlived the end of its session. */
    | 'not cut'
  /** Of the life that was wrong. */
  lifeId: string
  userId: string
  at: number
  detail: string
}
