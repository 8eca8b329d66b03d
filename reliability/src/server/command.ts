/** What the server process is asked besides what clients ask. */
export type Command = MembersCommand | DisconnectCommand

export interface MembersCommand {
  kind: 'members'
  conversationId: string
  add: string[]
  remove: string[]
}

export interface DisconnectCommand {
  kind: 'disconnect'
  userId: string
}

/** A command on its way: the answer has the same number. */
export type Numbered = Command & { id: number }

/** What it says: where it listens, how a command went, or who it thinks is online. */
export type Report = { port: number } | { id: number; error?: string } | Sighting

/** Times are milliseconds since 1970, by the node's own clock, which is the machine's. */
export type Sighting =
  | { at: number; userId: string; isOnline: boolean }
  /** Everybody who is online, as the node says when asked. */
  | { at: number; online: string[] }
