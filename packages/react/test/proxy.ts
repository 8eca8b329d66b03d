import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Proxy {
  url: string
  /** Cuts every connection and refuses new ones. */
  cut(): void
  /** Lets connections through again, at the same address. */
  restore(): Promise<void>
}

/** A network between a client and a server that the test can take away. */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    // A cut connection ends in an error on either side.
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    return socket
  }
  const open = (port: number) => {
    const listener = createServer((incoming) => {
      const outgoing = track(connect(targetPort, '127.0.0.1'))
      track(incoming).pipe(outgoing).pipe(incoming)
    })
    return new Promise<typeof listener>((resolve) => {
      listener.listen(port, '127.0.0.1', () => resolve(listener))
    })
  }
  let listener = await open(0)
  const { port } = listener.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    cut() {
      listener.close()
      for (const socket of sockets) socket.destroy()
    },
    async restore() {
      listener = await open(port)
    },
  }
}
