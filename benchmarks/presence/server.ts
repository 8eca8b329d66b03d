import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { Server } from 'socket.io'
import { userIdOf } from '../shared/identity'
import { listen, newHttpServer } from '../shared/listen'
import { logger } from '../shared/logger'
import { serveRemote } from '../shared/remote'
import { OPTIONS_OF_OURS } from '../shared/socketOptions'
import type { Kind } from './kinds'
import { startBaseline } from './servers/baseline'
import { startByHand } from './servers/byHand'
import { startFloor } from './servers/floor'
import { createMeter } from './servers/meter'

const httpServer = newHttpServer()
let meter: ReturnType<typeof createMeter> | undefined

function startOurs() {
  const io = createSocketServer(httpServer, { logger })
  createSocketService(io, {
    logger,
    limits: false,
    authenticate: async ({ auth }) => ({ userId: userIdOf(auth) }),
    presence: { watchAllLimit: 1_000_000 },
  })
  return io
}

function startBare(start: (io: Server) => void) {
  const io = new Server(httpServer, OPTIONS_OF_OURS)
  start(io)
  return io
}

const starts: Record<Kind, () => Server> = {
  baseline: () => startBare(startBaseline),
  floor: () => startBare(startFloor),
  'all by hand': () => startBare(startByHand),
  'watched by hand': () => startBare(startByHand),
  all: startOurs,
  watched: startOurs,
}

const started = () => {
  if (!meter) throw new Error('the server was not started')
  return meter
}

const commands = {
  start: (kind: Kind): Promise<number> => {
    meter = createMeter(httpServer, starts[kind]())
    return listen(httpServer)
  },
  connections: () => started().connections(),
  reset: () => started().reset(),
  read: () => started().read(),
}

export type ServerCommands = typeof commands

serveRemote(commands)
