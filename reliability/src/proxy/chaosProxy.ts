import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Random } from '../random'
import { createLink, type Link } from './link'
import { FAIR, type Direction, type Weather } from './weather'

export interface ChaosProxy {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  /** How many connections are open. */
  connections(): number
  /** Changes what happens to bytes from now on; what is left out stays. */
  setWeather(change: Partial<Weather>): void
  /** Fair weather again. Connections that lost bytes end with a reset. */
  heal(): void
  /** Ends every open connection with a reset (RST). */
  reset(): void
  /** Lets this many more bytes through in a direction, and then resets the connection. */
  cutAfter(direction: Direction, bytes: number): void
  /**
   * Asked of every piece of data in a direction: at `true` it is thrown away and the connection is
   * reset. The other side has sent it, and believes that it arrived. Gives what ends the asking.
   */
  cutWhen(direction: Direction, isMoment: (data: Buffer) => boolean): () => void
  close(): Promise<void>
}

interface ChaosProxyOptions {
  /** Asked for every connection, since a server may come back elsewhere. */
  targetPort: () => number
  random: Random
  /** Told of bytes that one side sent and the other never gets. */
  onLost?: (direction: Direction, data: Buffer) => void
}

/** A network between clients and a server on this machine that breaks in the ways networks do. */
export async function startChaosProxy(options: ChaosProxyOptions): Promise<ChaosProxy> {
  const { targetPort, random, onLost = () => {} } = options
  const links = new Set<Link>()
  const moments = new Set<{ direction: Direction; isMoment: (data: Buffer) => boolean }>()
  const left = new Map<Direction, number>()
  let weather: Weather = FAIR

  function cutAt(direction: Direction, data: Buffer): number | undefined {
    for (const moment of moments) {
      if (moment.direction === direction && moment.isMoment(data)) return 0
    }
    const bytes = left.get(direction)
    if (bytes === undefined) return undefined
    if (data.length < bytes) {
      left.set(direction, bytes - data.length)
      return undefined
    }
    left.delete(direction)
    return bytes
  }

  // Half-open, because each direction ends by itself.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (weather.isRefusing) {
      near.on('error', () => {})
      near.resetAndDestroy()
      return
    }
    const link = createLink(near, {
      targetPort,
      weather: () => weather,
      fraction: random.fraction,
      cutAt,
      onLost,
      onClose: () => links.delete(link),
    })
    links.add(link)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  function setWeather(change: Partial<Weather>) {
    weather = { ...weather, ...change }
    for (const { onWeather } of [...links]) onWeather()
  }
  const reset = () => {
    for (const link of [...links]) link.reset()
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: () => links.size,
    setWeather,
    heal() {
      left.clear()
      setWeather(FAIR)
    },
    reset,
    cutAfter: (direction, bytes) => left.set(direction, bytes),
    cutWhen(direction, isMoment) {
      const moment = { direction, isMoment }
      moments.add(moment)
      return () => moments.delete(moment)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      reset()
      await closed
    },
  }
}
