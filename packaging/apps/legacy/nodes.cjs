const { createServer } = require('node:http')
const { createSocketServer } = require('@monhub/realtime-server')
const { clusterAdapter } = require('@monhub/realtime-server/cluster')
const { redisAdapter } = require('@monhub/realtime-server/redis')
const { Redis } = require('ioredis')

/** Two nodes of an app; resolves once one has heard the other. */
async function join(kind) {
  const client = new Redis(process.argv[2])
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
  await client.quit()
}

async function run() {
  for (const kind of ['classic', 'sharded', 'streams']) {
    await join(kind)
    process.stdout.write(`${kind} `)
  }
  try {
    clusterAdapter()
  } catch {
    console.log('no worker')
  }
}

run()
