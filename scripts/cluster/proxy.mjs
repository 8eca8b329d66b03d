import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { pipeline } from 'node:stream'

/** @typedef {import('node:net').Socket} Socket */

/**
 * Hands each connection to the next node, and on to the one after it where a node is down. It
 * looks at the first bytes only to give WebSockets a turn of their own: counted together with the
 * requests of a page they would not be spread evenly.
 *
 * Bytes instead of requests, and so no library: there are no headers to rewrite, upgrades need no
 * code, and with WebSockets only no connection must return to a certain node.
 *
 * @param {number} port 0 takes any free one
 * @param {readonly number[]} nodePorts
 */
export async function startProxy(port, nodePorts) {
  /** @type {Set<Socket>} */
  const open = new Set()
  const turns = { sockets: 0, requests: 0 }

  const forward = async (/** @type {Socket} */ near, /** @type {Buffer} */ first) => {
    const kind = /^upgrade: *websocket/im.test(first.toString('latin1')) ? 'sockets' : 'requests'
    const far = await connectToOne(nodePorts, turns[kind]++)
    if (!far || near.destroyed) {
      near.destroy()
      far?.destroy()
      return
    }
    far.write(first)
    // Whichever end breaks, the other learns of it: nothing else is to be done about it.
    pipeline(near, far, near, () => {})
  }

  const server = createServer((near) => {
    open.add(near)
    near.on('close', () => open.delete(near))
    near.on('error', () => {})
    near.once('data', (first) => {
      near.pause()
      void forward(near, first)
    })
  })
  server.listen(port)
  await once(server, 'listening')
  const address = server.address()

  return {
    url: `http://localhost:${typeof address === 'object' && address ? address.port : port}`,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

/**
 * @param {readonly number[]} ports
 * @param {number} turn
 */
async function connectToOne(ports, turn) {
  for (let i = 0; i < ports.length; i++) {
    const socket = connect(ports[(turn + i) % ports.length] ?? 0, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      // That one is down; the next may not be.
    }
  }
  return undefined
}
