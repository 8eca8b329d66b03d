import { createServer } from 'node:http'
import { createSocketServer } from '@monhub/realtime-server'
import { clusterAdapter } from '@monhub/realtime-server/cluster'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { createClient } from 'redis'

/** Two nodes of an app; resolves once one has heard the other. */
async function join(kind) {
  const client = createClient({ url: process.argv[2] })
  const [here, there] = [1, 2].map(() =>
    createSocketServer(createServer(), {
      adapter: redisAdapter(client, { kind, prefix: kind }),
      transports: ['websocket'],
    }),
  )
  const heard = new Promise((resolve) => there.on('hello', resolve))
  const timer = setInterval(() => here.serverSideEmit('hello'), 20)
  await heard
  clearInterval(timer)
  await Promise.all([here.close(), there.close()])
}

for (const kind of ['classic', 'sharded', 'streams']) {
  await join(kind)
  process.stdout.write(`${kind} `)
}
try {
  clusterAdapter()
} catch {
  console.log('no worker')
}
