/** Something the app keeps elsewhere has changed: refetch it. */
export interface DataUpdate {
  type: string
  payload?: unknown
  /** Opaque: a version other than the one a client holds means "refetch". */
  version?: string
}

export interface DataSyncResult {
  /** The current version of every type that was ever published to this user. */
  versions: Record<string, string>
}
