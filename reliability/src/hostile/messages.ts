/** What the server of this measurement is told, each with a number that its answer carries. */
export type ServerCommand =
  | { kind: 'memory' }
  /** Sends that much to a user each second, until told otherwise; and forgets it. */
  | { kind: 'feed'; userId: string; bytesPerSecond: number }
  /** How many messages of `senderId` are stored. */
  | { kind: 'stored'; senderId: string; receiverId: string }

export interface ServerAnswer {
  id: number
  value: number
}

export type ServerReport = { port: number } | ServerAnswer | { closed: string; at: number }

/** What the process of the attackers is told. */
export type AttackerCommand =
  | { kind: 'connect'; url: string; userId: string; receiverId: string }
  | { kind: 'pause' }
  | { kind: 'flood'; perSecond: number }
  | { kind: 'stop' }

export type AttackerReport = { done: AttackerCommand['kind']; sent: number; cuts: number[] }
