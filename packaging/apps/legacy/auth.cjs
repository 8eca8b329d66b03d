const { createHmac } = require('node:crypto')
const { createServer } = require('node:http')
const { createSocketServer, createSocketService } = require('@monhub/realtime-server')
const { expressAuth } = require('@monhub/realtime-server/express')
const { jwtAuth } = require('@monhub/realtime-server/jwt')
const { io } = require('socket.io-client')

const secret = 'a secret of 32 characters or more'
const byToken = jwtAuth({ secret, issuer: 'packaging', audience: 'chat' })
const guard = (req, res, next) => (req.get('x-user') ? next() : res.status(401).json({}))
const byHeader = expressAuth([guard], (req) => ({ userId: req.get('x-user') }))

const httpServer = createServer()
const ioServer = createSocketServer(httpServer)
const realtime = createSocketService(ioServer, {
  authenticate: async (handshake) => (await byToken(handshake)) ?? byHeader(handshake),
})

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')
function sign(secondsLeft) {
  const exp = Math.floor(Date.now() / 1000) + secondsLeft
  const text = `${encode({ alg: 'HS256' })}.${encode({ sub: 'ann', iss: 'packaging', aud: 'chat', exp })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** What a client with these credentials is told. */
async function told(options) {
  const url = `http://localhost:${httpServer.address().port}`
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    ...options,
  })
  const answer = await new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('connect_error', (error) => resolve(error.data?.code ?? error.message))
  })
  socket.disconnect()
  return answer
}

async function main() {
  await new Promise((resolve) => httpServer.listen(0, resolve))
  console.log(
    await told({ auth: { token: sign(60) } }),
    await told({ auth: { token: sign(-60) } }),
    await told({ auth: { token: 'a.b.c' } }),
    await told({ extraHeaders: { 'x-user': 'ann' } }),
  )
  await realtime.close()
  await ioServer.close()
}

void main()
