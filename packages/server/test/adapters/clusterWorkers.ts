import cluster, { type Worker } from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clusterAdapter, setupPrimary } from '../../src/adapters/cluster'
import { createSocketServer } from '../../src/createSocketServer'
import type { Logger } from '../../src/logger'
import type { Ask, Tell } from './startProcess'

const tell = (what: Tell) => process.send?.(what)

/** The primary speaks with the test: what it is asked goes to the first worker. */
function runPrimary() {
  if (!process.argv.includes('without setup')) setupPrimary()
  const ports = new Map<Worker, number>()
  cluster.on('message', (worker: Worker, told: Tell) => {
    if ('level' in told) tell(told)
    if (!('port' in told)) return
    ports.set(worker, told.port)
    if (ports.size === 2) tell({ port: 0, ports: [...ports.values()] })
  })
  cluster.fork()
  cluster.fork()
  // A test that is interrupted leaves nobody behind.
  process.on('disconnect', () => process.exit())
  process.on('message', (ask: Ask) => void [...ports.keys()][0]!.send(ask))
}

function runWorker() {
  const log = (level: 'warn' | 'error') => (fields: object, message: string) =>
    tell({
      level,
      message: `${message} ${String((fields as Error & { error?: unknown }).error)}`,
      fields: {},
    })
  const quiet = () => {}
  const logger: Logger = { debug: quiet, info: quiet, warn: log('warn'), error: log('error') }
  const httpServer = createServer()
  const io = createSocketServer(httpServer, {
    ...{ adapter: clusterAdapter(), transports: ['websocket'], logger },
  })
  io.on('connection', (socket) => void socket.join(socket.handshake.auth.room as string))
  process.on('message', ({ emit }: Ask) => {
    if (emit) io.to('room').emit(emit)
  })
  httpServer.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () =>
    tell({ port: (httpServer.address() as AddressInfo).port }),
  )
}

if (cluster.isPrimary) runPrimary()
else runWorker()
