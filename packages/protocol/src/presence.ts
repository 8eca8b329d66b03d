/** What is known of somebody online; a field that is missing is not set. */
export interface PresenceMeta {
  /** A word of the app's choice, such as `busy`. */
  status?: string
  /** A line the user wrote. */
  text?: string
  /** No tab of the user is visible, on any device. */
  away?: boolean
}

export interface PresenceWatchRequest {
  /** `true` watches everybody, `false` stops that; watched ids stay. */
  all?: boolean
  add?: string[]
  remove?: string[]
  /** Asks when these were last online; watches nothing. */
  lastSeen?: string[]
}
export interface PresenceWatchResult {
  /** Those online among the ids just added, or everybody online after `all: true`. */
  users: Record<string, PresenceMeta>
  /** Answers `lastSeen`; who was never seen is left out. */
  lastSeen?: Record<string, string>
}

/** What changed among those a socket watches, since its last diff or snapshot; never empty. */
export interface PresenceDiff {
  /** Who came, and who is still here with other details. */
  joined?: Record<string, PresenceMeta>
  left?: string[]
}

/** Changes how the user appears; what is left out stays as it is, `null` takes it back. */
export interface PresenceSetRequest {
  status?: string | null
  text?: string | null
  /** Appears offline to everybody, on all devices. */
  invisible?: boolean
  /** Of this connection only: the user is away once all their connections are. */
  away?: boolean
}

/** What a client that connects again had set, so that nobody sees it unset for a moment. */
export interface HandshakePresence extends PresenceSetRequest {
  /** Milliseconds since `status`, `text` and `invisible` were set; the latest setting wins. */
  setAgoMs?: number
}

/** What a client watches from the start, so that it need not ask once it is connected. */
export type HandshakeWatch = Pick<PresenceWatchRequest, 'all' | 'add'>
