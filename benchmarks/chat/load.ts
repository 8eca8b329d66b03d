import { connect, type Connection } from './connection'
import { inFlight } from '../shared/inFlight'
import { createReceiver, sendAll, type Work } from './sendAll'
import { serveRemote } from '../shared/remote'

const clients = new Map<number, Connection[]>()
const receiver = createReceiver()

const commands = {
  connect: async ({ port, count }: { port: number; count: number }): Promise<void> => {
    const connections: Connection[] = []
    clients.set(port, connections)
    await inFlight(count, 50, async (i) => {
      connections[i] = await connect(port, `user-${i}`, receiver)
    })
  },
  disconnect: (port: number) => {
    for (const connection of clients.get(port) ?? []) connection.close()
    clients.delete(port)
  },
  send: ({ port, ...work }: Work & { port: number }) =>
    sendAll(clients.get(port) ?? [], receiver, work),
}

export type LoadCommands = typeof commands

serveRemote(commands)
