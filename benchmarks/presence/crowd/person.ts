import { WebSocket } from 'ws'
import { authOf } from '../../shared/identity'
import { idOf, type Client } from '../kinds'
import { kindOf } from './frames'
import { createPicture, type Picture } from './picture'

/** One user with one connection, and what it shows; a bare WebSocket costs the load least. */
export interface Person {
  /** Connects, and waits for the first picture. */
  arrive: () => Promise<void>
  /** Signs out: says so, then closes, as Socket.IO's client does. */
  leave: () => void
  isHere: () => boolean
  picture: () => Picture
}

interface PersonParts {
  port: number
  kind: Client
  index: number
  population: number
  /** The numbers of those to be watched. */
  watches: readonly number[]
  onNews: () => void
  /** The server closed a connection that was not to be closed. */
  onLost: (error: Error) => void
}

export function createPerson(parts: PersonParts): Person {
  const { port, kind, index, population, onNews, onLost } = parts
  const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
  // As clients of ours do: what is shown by the time they connect is asked for with it.
  const auth = kind === 'baseline' ? '' : JSON.stringify(authOf(idOf(index), watchOf(parts)))
  let socket: WebSocket | undefined
  let picture = createPicture('floor', population)

  const arrive = () =>
    new Promise<void>((resolve, reject) => {
      const mine = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
      const shown = createPicture(kind, population)
      socket = mine
      picture = shown
      mine.on('error', reject)
      mine.on('close', (code) => {
        if (socket !== mine) return
        const error = new Error(`${idOf(index)} lost its connection: ${code}`)
        onLost(error)
        reject(error)
      })
      mine.on('message', (data) => {
        const frame = data as Buffer
        const what = kindOf(frame)
        if (what === 'open') mine.send(`40${auth}`)
        else if (what === 'ping') mine.send('3')
        else if (what === 'refused') reject(new Error(frame.toString()))
        else if (what === 'connected') {
          if (kind === 'floor') resolve()
          if (kind === 'baseline') mine.send(`42["user:connect","${idOf(index)}"]`)
        } else if (what === 'news') {
          // Frames that were under way when it left are read, but no longer shown.
          if (socket === mine) shown.take(frame)
          onNews()
          resolve()
        }
      })
    })

  return {
    arrive,
    leave: () => {
      const leaving = socket
      socket = undefined
      leaving?.send('41')
      leaving?.close()
    },
    isHere: () => socket !== undefined,
    picture: () => picture,
  }
}

function watchOf({ kind, watches }: PersonParts) {
  if (kind === 'all') return { all: true }
  return kind === 'watched' ? { add: watches.map(idOf) } : undefined
}
