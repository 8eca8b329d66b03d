import { io, type Socket } from 'socket.io-client'
import type { AttackerCommand, AttackerReport } from './messages'

/** A client of its own process, so that what it costs is not taken for what it does to others. */
let socket: Socket | undefined
let flooding: NodeJS.Timeout | undefined
let receiverId = ''
let sent = 0
const cuts: number[] = []

const report = (done: AttackerCommand['kind']) =>
  process.send?.({ done, sent, cuts: cuts.splice(0) } satisfies AttackerReport)

function connect({ url, userId, receiverId: to }: AttackerCommand & { kind: 'connect' }) {
  receiverId = to
  socket = io(url, {
    auth: { userId, rt: { v: 2 } },
    transports: ['websocket'],
    forceNew: true,
    // Whatever it is told, it is back at once.
    reconnectionDelay: 10,
    randomizationFactor: 0,
    reconnectionDelayMax: 10,
  })
  socket.on('disconnect', () => cuts.push(Date.now()))
  socket.once('connect', () => report('connect'))
}

/** No byte is read from here on. */
function pause() {
  const transport = socket?.io.engine.transport as unknown as { ws: { pause: () => void } }
  transport.ws.pause()
  report('pause')
}

function flood(perSecond: number) {
  const began = performance.now()
  sent = 0
  flooding = setInterval(() => {
    while (sent < ((performance.now() - began) / 1000) * perSecond) {
      sent++
      if (socket?.connected) socket.emit('message:send', { receiverId, text: String(sent) })
    }
  }, 5)
  report('flood')
}

process.on('message', (command: AttackerCommand) => {
  if (command.kind === 'connect') connect(command)
  else if (command.kind === 'pause') pause()
  else if (command.kind === 'flood') flood(command.perSecond)
  else {
    clearInterval(flooding)
    socket?.disconnect()
    report('stop')
  }
})
process.on('disconnect', () => process.exit(0))
