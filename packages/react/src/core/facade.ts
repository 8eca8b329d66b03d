import type { AnnouncementEvent, Announcements } from '@monhub/realtime-protocol'
import type { Socket } from 'socket.io-client'
import type { Listener, Listeners } from './listeners'

type On<Result> = {
  <Event extends AnnouncementEvent>(
    event: Event,
    listener: (payload: Announcements[Event]) => void,
  ): Result
  (event: string, listener: (...args: unknown[]) => void): Result
  // Apart from the line above, which types the parameters of a listener that declares none.
  // eslint-disable-next-line @typescript-eslint/unified-signatures
  (event: string, listener: Listener): Result
}

/**
 * The socket as components see it: one stable object for each connection, with Socket.IO's verbs.
 * Its listeners are its own, so `off(event)` without a handler never touches those of the SDK.
 * `emit` behaves as Socket.IO's: what is emitted while disconnected is sent after the reconnect.
 */
export interface RealtimeSocket {
  readonly connected: boolean
  readonly id: string | undefined
  on: On<RealtimeSocket>
  once: On<RealtimeSocket>
  off(event: string, listener?: Listener): RealtimeSocket
  onAny(listener: (event: string, ...args: unknown[]) => void): RealtimeSocket
  offAny(listener?: (event: string, ...args: unknown[]) => void): RealtimeSocket
  emit(event: string, ...args: unknown[]): RealtimeSocket
  emitWithAck(event: string, ...args: unknown[]): Promise<unknown>
  /** The next emit's ack gets an error first, after `timeoutMs` without an answer. */
  timeout(timeoutMs: number): Pick<RealtimeSocket, 'emit' | 'emitWithAck'>
}

export function createFacade(socket: Socket, listeners: Listeners): RealtimeSocket {
  const facade: RealtimeSocket = {
    get connected() {
      return socket.connected
    },
    get id() {
      return socket.id
    },
    on(event: string, listener: Listener) {
      listeners.on(event, listener, 'removable')
      return facade
    },
    once(event: string, listener: Listener) {
      listeners.on(event, listener, 'once')
      return facade
    },
    off(event, listener) {
      listeners.off(event, listener)
      return facade
    },
    onAny(listener) {
      listeners.onAny(listener)
      return facade
    },
    offAny(listener) {
      listeners.offAny(listener)
      return facade
    },
    emit(event, ...args) {
      socket.emit(event, ...args)
      return facade
    },
    async emitWithAck(event, ...args): Promise<unknown> {
      return socket.emitWithAck(event, ...args)
    },
    timeout: (timeoutMs) => ({
      emit(event, ...args) {
        socket.timeout(timeoutMs).emit(event, ...args)
        return facade
      },
      async emitWithAck(event, ...args): Promise<unknown> {
        return socket.timeout(timeoutMs).emitWithAck(event, ...args)
      },
    }),
  }
  return facade
}
