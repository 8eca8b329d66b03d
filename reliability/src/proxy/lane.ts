import type { Socket } from 'node:net'
import type { Weather } from './weather'

/** What a lane asks of the connection it belongs to. */
export interface LanePorts {
  weather: () => Weather
  /** In [0, 1); for jitter. */
  fraction: () => number
  isSwallowing: () => boolean
  /** Bytes on their way: gives after how many of them the connection ends, if it does. */
  cutAt: (data: Buffer) => number | undefined
  onLost: (data: Buffer) => void
  /** The bytes after which the connection ends have been written. */
  onCut: () => void
}

type Parcel = { data: Buffer; isLast: boolean; dueAt: number } | { end: true; dueAt: number }

const FULL_BYTES = 1 << 20

/** One direction of one connection: what comes out of `from` goes into `to`, in order. */
export function createLane(from: Socket, to: Socket, ports: LanePorts) {
  const parcels: Parcel[] = []
  let timer: NodeJS.Timeout | undefined
  let isCut = false

  function dueAt(): number {
    const { latencyMs, jitterMs } = ports.weather()
    return performance.now() + latencyMs + ports.fraction() * jitterMs
  }

  function deliver() {
    clearTimeout(timer)
    if (ports.weather().isPaused) return
    for (let next = parcels[0]; next; next = parcels[0]) {
      const waitMs = next.dueAt - performance.now()
      if (waitMs > 0) {
        timer = setTimeout(deliver, waitMs)
        return
      }
      parcels.shift()
      if ('end' in next) to.end()
      else if (next.isLast) to.write(next.data, ports.onCut)
      else if (!to.write(next.data) && to.writableLength > FULL_BYTES) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }
  }

  from.on('data', (data: Buffer) => {
    if (isCut) return
    if (ports.isSwallowing()) {
      ports.onLost(data)
      return
    }
    const cut = ports.cutAt(data)
    isCut = cut !== undefined
    if (isCut) ports.onLost(data.subarray(cut))
    parcels.push({ data: data.subarray(0, cut), isLast: isCut, dueAt: dueAt() })
    deliver()
  })
  from.on('end', () => {
    // Whoever hears nothing does not hear that the other side has gone either.
    if (isCut || ports.isSwallowing()) {
      ports.onLost(Buffer.alloc(0))
      return
    }
    parcels.push({ end: true, dueAt: dueAt() })
    deliver()
  })

  return {
    /** The weather has changed. */
    deliver,
    close: () => clearTimeout(timer),
  }
}
