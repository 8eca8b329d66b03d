import type { HandshakePresence, PresenceSetRequest } from '@monhub/realtime-protocol'
import type { SocketManagerAPI } from '../createSocketManager'
import { changedBy, UNSET, type Appearance } from './appearance'
import type { Clock } from './clock'
import { toEntry, type PresenceEntry } from './entry'
import type { Value } from './gossip'

/** The users of this node: who is here, how they appear, and for how long they may be gone. */
export interface LocalPresence {
  /** A user's connection came, with what the client and the app say of how the user appears. */
  joined: (
    connection: Connection,
    handshake?: HandshakePresence,
    preset?: PresenceSetRequest,
  ) => void
  /** It went: abruptly, so that it may be back in a moment, or for good. */
  left: (connection: Connection, isAbrupt: boolean) => void
  set: (connection: Connection, request: PresenceSetRequest) => void
  /** What all nodes say of a user; when that is later than what is known here, it holds here too. */
  adopt: (userId: string, merged: PresenceEntry) => void
  isHere: (userId: string) => boolean
  /** Whoever is here without a connection leaves now. */
  endGrace: (userId: string) => void
  /** Whoever is here leaves. */
  clear: () => void
}

export interface Connection {
  userId: string
  socketId: string
}

interface LocalParts {
  manager: SocketManagerAPI
  clock: Clock
  /** Milliseconds since 1970, which other nodes have too. */
  wallClock: () => number
  graceMs: number
  /** How long a tab must be hidden until its user counts as away. */
  awayAfterMs: number
  publish: (userId: string, entry: Value | undefined) => void
  /** The user was seen here for the last time, at that moment. */
  onLeft: (userId: string, at: number) => void
}

/** Kept only of users about whom there is more to know than their connections. */
interface State {
  appearance: Appearance
  setAt: number
  /** Connections whose tab is hidden. */
  away: Set<string>
}

/** What the app knows of old gives way to whatever the user sets. */
const PRESET_AT = 1

export function createLocalPresence(parts: LocalParts): LocalPresence {
  const { manager, clock, wallClock, graceMs, awayAfterMs, publish, onLeft } = parts
  const states = new Map<string, State>()
  const leaving = new Map<string, () => void>()
  const hiding = new Map<string, () => void>()

  const isHere = (userId: string) => manager.isUserOnline(userId) || leaving.has(userId)

  const stateOf = (userId: string): State => {
    const state = states.get(userId) ?? { appearance: UNSET, setAt: 0, away: new Set() }
    states.set(userId, state)
    return state
  }

  const tell = (userId: string) => {
    const { appearance = UNSET, setAt = 0, away } = states.get(userId) ?? {}
    const isAway = !!away?.size && away.size === manager.getSocketIds(userId).length
    publish(userId, toEntry(appearance, setAt, isAway))
  }

  const appear = (userId: string, request: PresenceSetRequest, setAt: number) => {
    const state = states.get(userId)
    const before = state?.appearance ?? UNSET
    const next = changedBy(before, request)
    if (next === before || setAt < (state?.setAt ?? 0)) return
    Object.assign(stateOf(userId), { appearance: next, setAt })
    // An invisible user was last seen now, and not when they really go.
    if (next.invisible && !before.invisible) onLeft(userId, wallClock())
  }

  const unhide = ({ userId, socketId }: Connection) => {
    hiding.get(socketId)?.()
    hiding.delete(socketId)
    states.get(userId)?.away.delete(socketId)
  }

  const hide = ({ userId, socketId }: Connection, afterMs: number) => {
    const run = () => {
      hiding.delete(socketId)
      stateOf(userId).away.add(socketId)
      tell(userId)
    }
    if (afterMs === 0) run()
    else hiding.set(socketId, clock.after(afterMs, run))
  }

  const goOffline = (userId: string, at: number) => {
    leaving.get(userId)?.()
    leaving.delete(userId)
    const wasVisible = !states.get(userId)?.appearance.invisible
    states.delete(userId)
    publish(userId, undefined)
    if (wasVisible) onLeft(userId, at)
  }

  return {
    isHere,
    joined: (connection, handshake, preset) => {
      const { userId, socketId } = connection
      leaving.get(userId)?.()
      leaving.delete(userId)
      manager.addUser(userId, socketId)
      if (preset) appear(userId, preset, PRESET_AT)
      if (handshake) appear(userId, handshake, wallClock() - (handshake.setAgoMs ?? 0))
      if (handshake?.away) hide(connection, 0)
      tell(userId)
    },
    left: (connection, isAbrupt) => {
      unhide(connection)
      const { userId } = connection
      if (manager.removeSocket(connection.socketId) === null) return
      const at = wallClock()
      if (manager.isUserOnline(userId)) tell(userId)
      else if (!isAbrupt || graceMs === 0) goOffline(userId, at)
      else
        leaving.set(
          userId,
          clock.after(graceMs, () => goOffline(userId, at)),
        )
    },
    set: (connection, request) => {
      if (!manager.isUserOnline(connection.userId)) return
      appear(connection.userId, request, wallClock())
      if (request.away !== undefined) unhide(connection)
      if (request.away) hide(connection, awayAfterMs)
      tell(connection.userId)
    },
    adopt: (userId, { status, text, invisible, setAt = 0 }) => {
      if (setAt <= (states.get(userId)?.setAt ?? 0) || !isHere(userId)) return
      Object.assign(stateOf(userId), { appearance: { status, text, invisible }, setAt })
      tell(userId)
    },
    endGrace: (userId) => {
      if (leaving.has(userId)) goOffline(userId, wallClock())
    },
    clear: () => {
      for (const cancel of hiding.values()) cancel()
      hiding.clear()
      const at = wallClock()
      for (const userId of [...manager.getOnlineUsers(), ...leaving.keys()]) {
        for (const socketId of manager.getSocketIds(userId)) manager.removeSocket(socketId)
        goOffline(userId, at)
      }
    },
  }
}
