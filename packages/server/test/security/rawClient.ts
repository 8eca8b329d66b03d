import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'

/** Whatever an ack carried, or that the connection ended before it came. */
export type Answer =
  | { ok: true; [field: string]: unknown }
  | { ok: false; error: { code: string; message: string; retryAfterMs?: number } }
  | { ok: 'closed' }

/** A client that keeps to no rule: it sends frames as they are written. */
export interface RawClient {
  /** Sends an event with an ack; `payload` is JSON text, so that any key may stand in it. */
  ask: (event: string | number, payload?: string) => Promise<Answer>
  /** Sends a whole frame. */
  send: (frame: string | Buffer) => void
  /** Everything that came so far, but acks and pings. */
  heard: string[]
  isOpen: () => boolean
  closed: Promise<void>
  close: () => void
}

export const socketUrl = (port: number, query = 'EIO=4&transport=websocket') =>
  `ws://127.0.0.1:${port}/socket.io/?${query}`

export interface RawOptions extends ClientOptions {
  /** What CONNECT carries; without it the client never connects to a namespace. */
  auth?: object
  namespace?: string
}

/** A bare WebSocket that speaks Engine.IO 4 and Socket.IO 5, and resolves once CONNECT is answered. */
export async function openRawClient(
  port: number,
  { auth, namespace = '', ...options }: RawOptions = {},
): Promise<RawClient> {
  const socket = new WebSocket(socketUrl(port), { maxPayload: 0, ...options })
  const prefix = namespace && `${namespace},`
  const waiting = new Map<number, (answer: Answer) => void>()
  const heard: string[] = []
  let lastId = 0
  let answered = () => {}
  const answer = new Promise<void>((resolve) => (answered = resolve))
  const isOpen = () => socket.readyState === WebSocket.OPEN

  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve())).then(() => {
    answered()
    for (const resolve of waiting.values()) resolve({ ok: 'closed' })
    waiting.clear()
  })
  socket.on('error', () => {})
  socket.on('message', (data: Buffer, isBinary) => {
    const frame = isBinary ? '' : data.toString()
    if (frame === '2') {
      socket.send('3')
      return
    }
    if (frame.startsWith('0') && auth) socket.send(`40${prefix}${JSON.stringify(auth)}`)
    else if (frame.startsWith('0') || /^4[04]/.test(frame)) answered()
    const ack = /^43(?:\/[^,]*,)?(\d+)(?=\[)/.exec(frame)
    const asker = ack && waiting.get(Number(ack[1]))
    if (!asker) {
      heard.push(frame)
      return
    }
    waiting.delete(Number(ack[1]))
    asker((JSON.parse(frame.slice(ack[0].length)) as [Answer])[0])
  })
  await answer
  return {
    heard,
    isOpen,
    closed,
    send: (frame) => {
      if (isOpen()) socket.send(frame)
    },
    ask: (event, payload) =>
      new Promise((resolve) => {
        if (!isOpen()) {
          resolve({ ok: 'closed' })
          return
        }
        const id = ++lastId
        waiting.set(id, resolve)
        const args = payload === undefined ? '' : `,${payload}`
        socket.send(`42${prefix}${id}[${JSON.stringify(event)}${args}]`)
      }),
    close: () => socket.terminate(),
  }
}

/** One that ends with the test. */
export async function joinRaw(port: number, options?: RawOptions): Promise<RawClient> {
  const client = await openRawClient(port, options)
  onTestFinished(client.close)
  return client
}
