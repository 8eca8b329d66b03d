import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { startChaosProxy } from '../src/proxy/chaosProxy'
import type { Direction } from '../src/proxy/weather'
import { createRandom } from '../src/random'

/** What one end of a connection has been told so far. */
export interface End {
  socket: Socket
  received: () => string
  /** Resolves when what was received is at least so long. */
  receives: (length: number) => Promise<string>
  /** `end`, or the code of the error that the connection broke with. */
  ended: Promise<string>
}

export function endOf(socket: Socket): End {
  let text = ''
  socket.on('data', (data) => (text += data.toString()))
  const ended = new Promise<string>((resolve) => {
    socket.on('end', () => resolve('end'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  return {
    socket,
    received: () => text,
    receives: async (length) => {
      while (text.length < length) await once(socket, 'data')
      return text
    },
    ended,
  }
}

/** A server that keeps its connections, and a proxy before it. */
export async function startNetwork({ seed = 1 } = {}) {
  const accepted: End[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(endOf(socket))
    server.emit('accepted')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const lost: [Direction, string][] = []
  const proxy = await startChaosProxy({
    targetPort: () => port,
    random: createRandom(seed),
    onLost: (direction, data) => lost.push([direction, data.toString()]),
  })
  const clients: Socket[] = []
  onTestFinished(async () => {
    for (const socket of clients) socket.destroy()
    await proxy.close()
    for (const { socket } of accepted) socket.destroy()
    server.close()
  })

  const dial = async () => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
    clients.push(socket)
    const end = endOf(socket)
    await once(socket, 'connect')
    return end
  }
  return {
    proxy,
    lost,
    accepted,
    dial,
    /** A connection as both of its ends see it. */
    pair: async () => {
      const count = accepted.length
      const client = await dial()
      while (accepted.length === count) await once(server, 'accepted')
      return { client, server: accepted[count]! }
    },
  }
}
