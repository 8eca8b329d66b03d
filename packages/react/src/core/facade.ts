import type { Socket } from 'socket.io-client'
import type {
  AckOf,
  AnyHeardEvent,
  HeardArgs,
  HeardEvent,
  LooseHeardEvent,
  LooseSentEvent,
  SentArgs,
  SentEvent,
} from './contract'
import type { Listener, Listeners } from './listeners'

interface On {
  <Event extends HeardEvent>(
    event: Event,
    listener: (...args: HeardArgs<Event>) => void,
  ): RealtimeSocket
  (event: LooseHeardEvent, listener: (...args: unknown[]) => void): RealtimeSocket
  // Apart from the line above, which types the parameters of a listener that declares none.
  // eslint-disable-next-line @typescript-eslint/unified-signatures
  (event: LooseHeardEvent, listener: Listener): RealtimeSocket
}

/** `Failure` is what an ack is given before the answer. */
interface Emit<Failure extends unknown[]> {
  <Event extends SentEvent>(
    event: Event,
    ...args: [...SentArgs<Event>, ack?: (...answer: [...Failure, AckOf<Event>]) => void]
  ): RealtimeSocket
  (event: LooseSentEvent, ...args: unknown[]): RealtimeSocket
}

interface EmitWithAck {
  <Event extends SentEvent>(event: Event, ...args: SentArgs<Event>): Promise<AckOf<Event>>
  (event: LooseSentEvent, ...args: unknown[]): Promise<unknown>
}

/**
 * The socket as components see it: one stable object for each connection, with Socket.IO's verbs.
 * Its listeners are its own, so `off(event)` without a handler never touches those of the SDK.
 * `emit` behaves as Socket.IO's: what is emitted while disconnected is sent after the reconnect.
 * Events are typed by the protocol and by the contract in `Register`.
 */
export interface RealtimeSocket {
  readonly connected: boolean
  readonly id: string | undefined
  on: On
  once: On
  off(event: AnyHeardEvent, listener?: Listener): RealtimeSocket
  onAny(listener: (event: string, ...args: unknown[]) => void): RealtimeSocket
  offAny(listener?: (event: string, ...args: unknown[]) => void): RealtimeSocket
  emit: Emit<[]>
  emitWithAck: EmitWithAck
  /** The next emit's ack gets an error first, after `timeoutMs` without an answer. */
  timeout(timeoutMs: number): {
    emit: Emit<[error: Error | null]>
    emitWithAck: EmitWithAck
  }
}

export function createFacade(socket: Socket, listeners: Listeners): RealtimeSocket {
  const chained =
    (run: (...args: never[]) => unknown) =>
    (...args: unknown[]) => {
      ;(run as (...args: unknown[]) => unknown)(...args)
      return facade
    }
  const facade: RealtimeSocket = {
    get connected() {
      return socket.connected
    },
    get id() {
      return socket.id
    },
    on: chained((event: string, listener: Listener) => listeners.on(event, listener, 'removable')),
    once: chained((event: string, listener: Listener) => listeners.on(event, listener, 'once')),
    off: chained(listeners.off),
    onAny: chained(listeners.onAny),
    offAny: chained(listeners.offAny),
    emit: chained((...args: Parameters<Socket['emit']>) => socket.emit(...args)),
    emitWithAck: async (...args: Parameters<Socket['emit']>) =>
      socket.emitWithAck(...args) as Promise<never>,
    timeout(timeoutMs) {
      const timed = () => socket.timeout(timeoutMs)
      return {
        emit: chained((...args: Parameters<Socket['emit']>) => timed().emit(...args)),
        emitWithAck: async (...args: Parameters<Socket['emit']>) =>
          timed().emitWithAck(...args) as Promise<never>,
      }
    },
  }
  return facade
}
