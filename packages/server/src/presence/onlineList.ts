export interface OnlineList {
  /** Somebody came or went. */
  changed: () => void
  /** The list for somebody who just came, who does not wait for the window. */
  forNewcomer: () => string[]
  close: () => void
}

interface OnlineListParts {
  onlineUsers: () => string[]
  send: (userIds: string[]) => void
}

/** Bytes a second that may be spent on telling v1 clients, and bytes of an id in a list. */
const BUDGET_PER_SECOND = 10_000_000
const BYTES_PER_ID = 27

/**
 * `users:online` for v1 clients: the whole list to each of them, so its cost grows with N². The
 * first change is told at once, later ones share a window that widens with N².
 */
export function createOnlineList({ onlineUsers, send }: OnlineListParts): OnlineList {
  /** What everybody was told last; `null` when somebody was told otherwise since. */
  let told: Set<string> | null = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let hasChanged = false

  const tell = () => {
    hasChanged = false
    const userIds = onlineUsers()
    const windowMs = Math.max(1000, (BYTES_PER_ID * userIds.length ** 2 * 1000) / BUDGET_PER_SECOND)
    timer = setTimeout(() => {
      timer = undefined
      if (hasChanged) tell()
    }, windowMs)
    if (isTold(userIds)) return
    told = new Set(userIds)
    send(userIds)
  }

  const isTold = (userIds: string[]) =>
    told !== null && told.size === userIds.length && userIds.every((id) => told?.has(id))

  return {
    forNewcomer: () => {
      const userIds = onlineUsers()
      if (!isTold(userIds)) told = null
      return userIds
    },
    changed: () => {
      hasChanged = true
      if (!timer) tell()
    },
    close: () => clearTimeout(timer),
  }
}
