/** What is known of somebody online. Empty in this version; fields are added, never renamed. */
export interface PresenceMeta {
  status?: string
  text?: string
  away?: boolean
}

export interface PresenceWatchRequest {
  /** `true` watches everybody, `false` stops that; watched ids stay. */
  all?: boolean
  add?: string[]
  remove?: string[]
}
export interface PresenceWatchResult {
  /** Those online among the ids just added, or everybody online after `all: true`. */
  users: Record<string, PresenceMeta>
}

/** Who came and went among those a socket watches, since its last diff or snapshot. */
export interface PresenceDiff {
  joined: Record<string, PresenceMeta>
  left: string[]
}
