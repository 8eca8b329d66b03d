import { WebSocket } from 'ws'
import { authOf } from '../shared/identity'

/** One client with as little around it as works, so that the load costs less than the server. */
export interface Connection {
  userId: string
  /** Sends a frame of Socket.IO's; the server answers it under `ackId`. */
  request: (ackId: number, json: string) => void
  close: () => void
}

interface Listener {
  onAck: (ackId: number, isOk: boolean) => void
  /** A `message:new` came in, as bytes: parsing it would cost more than all else here. */
  onNews: (frame: Buffer) => void
}

export function connect(port: number, userId: string, listener: Listener): Promise<Connection> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })
  return new Promise((resolve, reject) => {
    const connected = () =>
      resolve({
        userId,
        request: (ackId, json) => socket.send(`42${ackId}["message:send",${json}]`),
        close: () => socket.terminate(),
      })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${userId} was disconnected`)))
    socket.on('message', (data) => {
      const frame = data as Buffer
      if (startsWith(frame, '42')) {
        if (frame[12] === NEWS) listener.onNews(frame)
      } else if (startsWith(frame, '43')) {
        const start = frame.indexOf('[')
        const isOk = frame.indexOf('{"ok":true', start) === start + 1
        listener.onAck(Number(frame.toString('latin1', 2, start)), isOk)
      } else if (startsWith(frame, '40')) connected()
      else if (startsWith(frame, '44')) reject(new Error(frame.toString()))
      else if (startsWith(frame, '0')) socket.send(`40${JSON.stringify(authOf(userId))}`)
      else if (startsWith(frame, '2')) socket.send('3')
    })
  })
}

/** Tells `42["message:new"` from the other events there are. */
const NEWS = 'n'.charCodeAt(0)

const startsWith = (frame: Buffer, digits: string) => {
  for (let i = 0; i < digits.length; i++) {
    if (frame[i] !== digits.charCodeAt(i)) return false
  }
  return true
}
