import { EventEmitter } from 'node:events'
import { laneOver, type Conditions, type Frame } from './testNetwork'

/** The end that the transport of Socket.IO's client holds: a browser's WebSocket. */
export interface ClientEnd {
  onopen: (() => void) | null
  onmessage: ((event: { data: Frame }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: ((event: { message: string }) => void) | null
  send: (data: Frame) => void
  close: () => void
}

/** The end that the server's transport holds: the WebSocket of `ws`. */
export interface ServerEnd extends EventEmitter {
  send: (data: Frame, onSent?: () => void) => void
  close: () => void
  terminate: () => void
}

export interface MemoryWebSocket {
  client: ClientEnd
  server: ServerEnd
  /** The server takes the connection, and may send at once. */
  accept: () => void
  /** The network, or the server before it took the connection, ended it. */
  cut: () => void
}

const ABNORMAL = 1006
const NORMAL = 1005

/** Two ends of a WebSocket without one, over networks that may lose, delay and cut. */
export function createMemoryWebSocket(
  networks: readonly Conditions[],
  onClosed: () => void,
): MemoryWebSocket {
  let state: 'opening' | 'open' | 'closing' | 'closed' = 'opening'

  const toServer = laneOver(networks, 'toServer', (data) =>
    server.emit('message', data, typeof data !== 'string'),
  )
  const toClient = laneOver(networks, 'toClient', (data) => client.onmessage?.({ data }))

  const finish = (code: number) => {
    if (state === 'closed') return
    state = 'closed'
    for (const lane of [toServer, toClient]) lane.cut()
    leave.forEach((leaveNetwork) => leaveNetwork())
    onClosed()
    server.emit('close', code, Buffer.alloc(0))
    client.onclose?.({ code, reason: '' })
  }

  const close = (lane: typeof toServer) => {
    if (state === 'open') lane.mark(() => finish(NORMAL))
    else if (state === 'opening') void Promise.resolve().then(() => finish(ABNORMAL))
    if (state !== 'closed') state = 'closing'
  }

  const cut = () => {
    if (state === 'opening') client.onerror?.({ message: 'the connection was refused' })
    finish(ABNORMAL)
  }

  const flush = () => {
    for (const lane of [toServer, toClient]) lane.flush()
  }

  const client: ClientEnd = {
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send: (data) => {
      if (state === 'open') toServer.send(data)
    },
    close: () => close(toServer),
  }
  const server: ServerEnd = Object.assign(new EventEmitter(), {
    send: (data: Frame, onSent?: () => void) => {
      if (state === 'open') toClient.send(data)
      void Promise.resolve().then(onSent)
    },
    close: () => close(toClient),
    terminate: () => finish(ABNORMAL),
  })
  const leave = networks.map((network) => network.join({ cut, flush }))

  return {
    ...{ client, server, cut },
    accept: () => {
      if (state !== 'opening') return
      state = 'open'
      toClient.mark(() => client.onopen?.())
    },
  }
}
