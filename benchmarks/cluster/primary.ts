import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setupPrimary } from '@monhub/realtime-server/cluster'
import { report } from './setup'

/** The primary of Node's cluster, through which its workers speak to each other. */
setupPrimary()
cluster.setupPrimary({ exec: join(import.meta.dirname, 'node.js'), serialization: 'advanced' })
cluster.fork()
cluster.fork()

const httpServer = createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  response.end(JSON.stringify({ cpuMs: (user + system) / 1000, online: null }))
})
httpServer.listen(0, '127.0.0.1', () =>
  report({ role: 'primary', port: (httpServer.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit())
