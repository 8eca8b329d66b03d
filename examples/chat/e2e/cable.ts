import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to the server that can be cut while others have theirs, without the browser being told. */
export async function layCable(serverUrl: string) {
  const sockets = new Set<Socket>()
  const pairs = new Set<[near: Socket, far: Socket]>()
  let isCut = false

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // The other end of a cut cable notices: that is what it is for.
    socket.on('error', () => undefined)
  }
  const proxy = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(new URL(serverUrl).port), 'localhost')
    keep(near)
    keep(far)
    near.pipe(far).pipe(near)
    pairs.add([near, far])
  })
  proxy.listen(0)
  await once(proxy, 'listening')

  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    cut,
    /** What is open carries nothing any more, and neither end is told, as after a long sleep. */
    silence() {
      for (const [near, far] of pairs) {
        near.unpipe(far)
        far.unpipe(near)
      }
      pairs.clear()
    },
    mend() {
      isCut = false
    },
    async remove() {
      cut()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
