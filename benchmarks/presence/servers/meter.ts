import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Server } from 'socket.io'

/** What a stretch of work cost the server's process. */
export interface Reading {
  /** Written to all sockets, handshakes and frame headers included. */
  bytes: number
  /** WebSocket frames sent. */
  frames: number
  /** Of all threads, user and system. */
  cpuMs: number
  /** The most memory the process ever held. */
  peakRssMb: number
  /** How much later than due 99 of 100 turns of the event loop came. */
  loopDelayP99Ms: number
}

const RESOLUTION_MS = 10

/** Counts from outside: at the TCP sockets, and at the packets of engine.io. */
export function createMeter(httpServer: HttpServer, io: Server) {
  const open = new Set<Socket>()
  let closedBytes = 0
  let frames = 0
  httpServer.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      closedBytes += socket.bytesWritten
    })
  })
  io.engine.on('connection', (connection: NodeJS.EventEmitter) => {
    // The packet that opens a connection goes before anybody can listen.
    frames++
    connection.on('packetCreate', () => frames++)
  })

  const totals = () => {
    const { user, system } = process.cpuUsage()
    const bytes = [...open].reduce((sum, socket) => sum + socket.bytesWritten, closedBytes)
    return { bytes, frames, cpuMs: (user + system) / 1000 }
  }
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let before = totals()

  return {
    connections: () => open.size,
    reset: () => {
      delay.reset()
      before = totals()
    },
    read: (): Reading => {
      const now = totals()
      return {
        bytes: now.bytes - before.bytes,
        frames: now.frames - before.frames,
        cpuMs: Math.round(now.cpuMs - before.cpuMs),
        peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
        loopDelayP99Ms: Math.max(0, Math.round(delay.percentile(99) / 1e6 - RESOLUTION_MS)),
      }
    },
  }
}
