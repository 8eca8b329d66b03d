import { connect, type Socket } from 'node:net'
import { createLane } from './lane'
import type { Direction, Weather } from './weather'

export interface LinkPorts {
  targetPort: () => number
  weather: () => Weather
  fraction: () => number
  /** After how many of these bytes the connection ends, if it does. */
  cutAt: (direction: Direction, data: Buffer) => number | undefined
  onLost: (direction: Direction, data: Buffer) => void
  onClose: () => void
}

export interface Link {
  onWeather: () => void
  /** Ends both sides with a reset (RST), as a machine in between that forgot the connection. */
  reset: () => void
}

/** A connection from a client, through the weather, to the server. */
export function createLink(near: Socket, ports: LinkPorts): Link {
  // Without Nagle's algorithm: a delay is the weather's to make.
  near.setNoDelay(true)
  const isSwallowing = (direction: Direction) => ports.weather().swallows.includes(direction)
  /** A stream that lost bytes is not a stream any more: it ends when the weather clears. */
  const torn = new Set<Direction>()
  let isClosed = false

  const far =
    isSwallowing('toServer') && isSwallowing('toClient')
      ? undefined
      : connect({ port: ports.targetPort(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true })

  const lost = (direction: Direction) => (data: Buffer) => {
    torn.add(direction)
    ports.onLost(direction, data)
  }
  const lane = (direction: Direction, from: Socket, to: Socket) =>
    createLane(from, to, {
      weather: ports.weather,
      fraction: ports.fraction,
      isSwallowing: () => isSwallowing(direction),
      cutAt: (data) => ports.cutAt(direction, data),
      onLost: lost(direction),
      onCut: reset,
    })
  const lanes = far ? [lane('toServer', near, far), lane('toClient', far, near)] : []
  if (!far) {
    torn.add('toServer')
    near.on('data', lost('toServer'))
  }

  function reset() {
    if (isClosed) return
    isClosed = true
    for (const { close } of lanes) close()
    near.resetAndDestroy()
    far?.resetAndDestroy()
    ports.onClose()
  }

  /** One side broke: the other hears of it, unless the weather swallows that too. */
  const broken = (direction: Direction) => () => {
    if (isSwallowing(direction)) torn.add(direction)
    else reset()
  }
  near.on('error', broken('toServer'))
  far?.on('error', broken('toClient'))
  const onSideClosed = () => {
    if (near.destroyed && (!far || far.destroyed)) reset()
  }
  near.on('close', onSideClosed)
  far?.on('close', onSideClosed)

  return {
    onWeather() {
      if ([...torn].some((direction) => !isSwallowing(direction))) reset()
      else for (const { deliver } of lanes) deliver()
    },
    reset,
  }
}
