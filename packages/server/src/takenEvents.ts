import type { AnnouncementEvent, RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'

const OF_THE_SERVER: Readonly<Record<AnnouncementEvent, true>> = {
  'users:online': true,
  'message:new': true,
  'message:read': true,
  'message:entry': true,
  'typing:update': true,
  'notification:new': true,
  'notification:read': true,
  'data:update': true,
  'server:hello': true,
  'server:missed': true,
  'session:expiring': true,
  'session:ended': true,
  'presence:diff': true,
}

const OF_SOCKET_IO = [
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'error',
  'newListener',
  'removeListener',
] as const

/** An event of the protocol or of Socket.IO, which an app cannot give a meaning of its own. */
export type TakenEvent = RequestEvent | AnnouncementEvent | (typeof OF_SOCKET_IO)[number]

const TAKEN = new Set([
  ...Object.keys(parsers),
  ...Object.keys(OF_THE_SERVER),
  ...OF_SOCKET_IO,
]) as ReadonlySet<string>

export const isTaken = (event: string): boolean => TAKEN.has(event)

/** @throws TypeError when the name belongs to the protocol or to Socket.IO. */
export function assertFree(event: string): void {
  if (!isTaken(event)) return
  throw new TypeError(`"${event}" is taken; choose a name of your own, such as "listing:viewed".`)
}
