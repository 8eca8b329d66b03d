import { io, type Socket } from 'socket.io-client'
import type { Connection } from '../check/presence/record'
import type { Random } from '../random'
import { sleep } from '../sleep'
import { tokenFor } from '../token'
import type { Tracker } from './tracker'

/** One tab of a user, which comes and goes. */
export interface Tab {
  /** From now on it stays as it is. */
  calm(): void
  /** Signs out. */
  leave(): void
}

interface TabOptions {
  userId: string
  random: Random
  tracker: Tracker
  nodes: readonly { name: string; port: () => number }[]
  /** Stays until it is thrown out. */
  isFaithful: boolean
}

const CONNECT_MS = 4000

export function createTab({ userId, random, tracker, nodes, isFaithful }: TabOptions): Tab {
  let isCalm = false
  let visit: { socket: Socket; connection: Connection } | undefined

  async function come(): Promise<Connection['end']> {
    const node = random.pick(nodes)
    const life = tracker.lifeOf(node.name)
    if (!life) return undefined
    const connection = tracker.connection({ userId, lifeId: life.id })
    const socket = io(`http://127.0.0.1:${node.port()}`, {
      auth: { userId, token: tokenFor(userId), rt: { v: 2 } },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    visit = { socket, connection }
    const ended = new Promise<void>((resolve) => {
      socket.on('disconnect', (reason) => {
        const how = reason === 'io server disconnect' ? 'closed' : 'gone'
        connection.end ??= { at: Date.now(), how }
        resolve()
      })
    })
    const isIn = await Promise.race([
      new Promise<boolean>((resolve) => {
        socket.once('connect', () => {
          connection.connectedAt = Date.now()
          resolve(true)
        })
        socket.once('connect_error', () => resolve(false))
      }),
      sleep(CONNECT_MS).then(() => false),
    ])
    if (isIn) await Promise.race([ended, sleep(isFaithful ? 300_000 : random.between(500, 9000))])
    if (isIn && isCalm) await ended
    if (!connection.end) go(socket, connection, isIn ? random.chance(0.3) && !isFaithful : true)
    socket.disconnect()
    visit = undefined
    return connection.end
  }

  function go(socket: Socket, connection: Connection, isAbrupt: boolean) {
    connection.end = { at: Date.now(), how: isAbrupt ? 'broke' : 'left' }
    // Without a word, as when the network goes.
    if (isAbrupt) socket.io.engine.close()
    else socket.disconnect()
  }

  async function live() {
    await sleep(random.between(0, 2000))
    while (!isCalm) {
      const end = await come()
      // Some of those whose node died are missed long enough to be noticed.
      const isMissed = end?.how === 'gone' && random.chance(0.4) && !isFaithful
      await sleep(isMissed ? random.between(9000, 12_000) : random.between(100, 2500))
    }
  }
  void live()

  return {
    calm: () => (isCalm = true),
    leave: () => {
      isCalm = true
      if (visit && !visit.connection.end) go(visit.socket, visit.connection, false)
    },
  }
}
