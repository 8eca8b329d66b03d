import { WebSocket } from 'ws'
import { authOf } from '../shared/identity'

export interface Client {
  /** Sends an event; its arguments are JSON. */
  emit: (event: string, json: string) => void
  join: (room: string) => Promise<void>
  close: () => void
}

const NEWS = '42["app:news"'

/** A bare WebSocket that speaks Socket.IO's frames. */
export function connect(
  port: number,
  userId: string,
  onNews: (frame: string) => void,
): Promise<Client> {
  const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(url, { perMessageDeflate: false })
  let onAck = () => {}
  const client: Client = {
    emit: (event, json) => socket.send(`42["${event}",${json}]`),
    join: (room) =>
      new Promise((resolve) => {
        onAck = resolve
        socket.send(`420["app:join","${room}"]`)
      }),
    close: () => socket.terminate(),
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${userId} lost its connection`)))
    socket.on('message', (data) => {
      const frame = (data as Buffer).toString()
      if (frame.startsWith(NEWS)) onNews(frame)
      else if (frame.startsWith('43')) onAck()
      else if (frame.startsWith('40')) resolve(client)
      else if (frame.startsWith('44')) reject(new Error(frame))
      else if (frame.startsWith('0')) socket.send(`40${JSON.stringify(authOf(userId))}`)
      else if (frame === '2') socket.send('3')
    })
  })
}
