import type { SocketServiceAPI } from '@monhub/realtime-server'
import type { Sighting } from './command'

const EVERY_MS = 500

/** Says every change of who is online as this node sees it, and now and then all of it. */
export function tellPresence(service: SocketServiceAPI, tell: (sighting: Sighting) => void) {
  service.onPresence(({ userId, isOnline }) => tell({ at: Date.now(), userId, isOnline }))
  setInterval(() => tell({ at: Date.now(), online: service.getOnlineUsers() }), EVERY_MS)
}
