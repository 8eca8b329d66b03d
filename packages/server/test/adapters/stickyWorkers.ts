import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setupMaster, setupWorker } from '@socket.io/sticky'
import { clusterAdapter, setupPrimary } from '../../src/adapters/cluster'
import { createSocketServer } from '../../src/createSocketServer'
import type { Logger } from '../../src/logger'
import type { Tell } from './startProcess'

const tell = (what: Tell) => process.send?.(what)

/** The primary alone listens, and passes each connection on to the worker of its session. */
function runPrimary() {
  const httpServer = createServer()
  // Without it the bytes that are handed on arrive as something else.
  cluster.setupPrimary({ serialization: 'advanced' })
  setupMaster(httpServer, { loadBalancingMethod: 'round-robin' })
  setupPrimary()
  let ready = 0
  cluster.on('message', (_worker, told: Tell) => {
    if ('level' in told) tell(told)
    // What arrives before a worker can take it is lost.
    if (!('port' in told) || ++ready < 2) return
    httpServer.listen(0, '127.0.0.1', () =>
      tell({ port: (httpServer.address() as AddressInfo).port }),
    )
  })
  cluster.fork()
  cluster.fork()
  // A test that is interrupted leaves nobody behind.
  process.on('disconnect', () => process.exit())
}

function runWorker() {
  const log = (level: 'warn' | 'error') => (_fields: object, message: string) =>
    tell({ level, message, fields: {} })
  const quiet = () => {}
  const logger: Logger = { debug: quiet, info: quiet, warn: log('warn'), error: log('error') }
  const io = createSocketServer(createServer(), {
    ...{ adapter: clusterAdapter(), stickySessions: true, logger },
  })
  setupWorker(io)
  io.on('connection', (socket) => {
    socket.emit('worker', process.pid)
    socket.on('to all', (text: string) => io.emit('told', text))
  })
  tell({ port: 0 })
}

if (cluster.isPrimary) runPrimary()
else runWorker()
