import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'
import { userIdOf } from '../shared/identity'
import { listen, newHttpServer } from '../shared/listen'
import { logger } from '../shared/logger'
import { serveRemote } from '../shared/remote'
import { OPTIONS_OF_OURS } from '../shared/socketOptions'
import type { Kind } from './kinds'

const online = new Set<string>()
const [oursHttp, bareHttp, webSocketHttp] = [newHttpServer(), newHttpServer(), newHttpServer()]

const ours = createSocketServer(oursHttp, { logger })
createSocketService(ours, {
  logger,
  authenticate: async ({ auth }) => ({ userId: userIdOf(auth) }),
})
const bare = new Server(bareHttp, OPTIONS_OF_OURS)
const webSockets = new WebSocketServer({ server: webSocketHttp })

/** What each server writes: one frame, without the wait for a batch. */
interface Speaker {
  port: () => Promise<number>
  flip: (id: string, isOnline: boolean) => unknown
  /** The same for everybody, at the start. */
  fill: () => unknown
  say: (state: string) => unknown
}

const sendList = () => bare.emit('users:online', [...online])
const lists: Speaker = {
  port: () => listen(bareHttp),
  flip: sendList,
  fill: sendList,
  say: (state) => bare.emit('job', state),
}

const toWebSockets = (data: unknown) => {
  for (const client of webSockets.clients) client.send(JSON.stringify(data))
}
const bareLists: Speaker = {
  port: () => listen(webSocketHttp),
  flip: () => toWebSockets([...online]),
  fill: () => toWebSockets([...online]),
  say: toWebSockets,
}

const joined = (ids: Iterable<string>) => ({
  joined: Object.fromEntries(Array.from(ids, (id) => [id, {}])),
})
const diffs: Speaker = {
  port: () => listen(oursHttp),
  flip: (id, isOnline) => ours.emit('presence:diff', isOnline ? joined([id]) : { left: [id] }),
  fill: () => ours.emit('presence:diff', joined(online)),
  say: (state) => ours.emit('job', state),
}

const speakers: Record<Kind, Speaker> = {
  array: lists,
  socketIoHook: lists,
  webSocketList: bareLists,
  ours: diffs,
  bareState: diffs,
  bareText: diffs,
}
let speaker = lists

const commands = {
  /** The port for the one page that this server is for. */
  async start(kind: Kind): Promise<number> {
    speaker = speakers[kind]
    return speaker.port()
  },
  fill(ids: string[]): void {
    for (const id of ids) online.add(id)
    speaker.fill()
  },
  flip({ id, isOnline }: { id: string; isOnline: boolean }): void {
    if (isOnline) online.add(id)
    else online.delete(id)
    speaker.flip(id, isOnline)
  },
  burst(states: string[]): void {
    for (const state of states) speaker.say(state)
  },
}

export type ServerCommands = typeof commands

serveRemote(commands)
