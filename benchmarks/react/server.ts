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

const toWebSockets = (data: unknown) => {
  for (const client of webSockets.clients) client.send(JSON.stringify(data))
}
/** Each has an event of its own, so that a flip of one renders nothing of the other. */
const sendList = () => bare.emit('users:online', [...online])
const sendHookList = () => bare.emit('users:hook', [...online])

/** What each server writes when somebody came or went: one frame, without the wait for a batch. */
const tell: Record<Kind, (id: string, isOnline: boolean) => unknown> = {
  array: sendList,
  socketIoHook: sendHookList,
  webSocketList: () => toWebSockets([...online]),
  ours: (id, isOnline) =>
    ours.emit('presence:diff', isOnline ? { joined: { [id]: {} } } : { left: [id] }),
}

/** The same for everybody, at the start. */
const tellAll: Record<Kind, () => unknown> = {
  ...{ array: sendList, socketIoHook: sendHookList },
  webSocketList: () => toWebSockets([...online]),
  ours: () =>
    ours.emit('presence:diff', { joined: Object.fromEntries([...online].map((id) => [id, {}])) }),
}

const say: Record<Kind, (state: string) => unknown> = {
  array: (state) => bare.emit('job', state),
  socketIoHook: (state) => bare.emit('job', state),
  webSocketList: toWebSockets,
  ours: (state) => ours.emit('job', state),
}

const commands = {
  /** The port that each kind connects to. */
  async start(): Promise<Record<Kind, number>> {
    const bareAt = await listen(bareHttp)
    return {
      ...{ array: bareAt, socketIoHook: bareAt },
      webSocketList: await listen(webSocketHttp),
      ours: await listen(oursHttp),
    }
  },
  fill({ kind, ids }: { kind: Kind; ids: string[] }): void {
    for (const id of ids) online.add(id)
    tellAll[kind]()
  },
  flip({ kind, id, isOnline }: { kind: Kind; id: string; isOnline: boolean }): void {
    if (isOnline) online.add(id)
    else online.delete(id)
    tell[kind](id, isOnline)
  },
  burst({ kind, states }: { kind: Kind; states: string[] }): void {
    for (const state of states) say[kind](state)
  },
}

export type ServerCommands = typeof commands

serveRemote(commands)
