import type { ErrorCode, SessionEnded, WireError } from '@monhub/realtime-protocol'
import type { Socket } from 'socket.io-client'
import { backoffMs } from './backoff'
import {
  IDLE,
  isStopping,
  isTrying,
  transition,
  type ConnectionEvent,
  type ConnectionState,
} from './connection'
import { toRealtimeError, toWireError } from './errors'
import type { Platform } from './platform'
import { createStore, type Source } from './store'
import { createTimer } from './timer'

export interface Connector {
  state: Source<ConnectionState>
  /** Starts an attempt now, unless one is under way or the connection is up. */
  connect(): void
  /** Makes an attempt that is being waited for happen now, unless the server asked to wait. */
  hurry(): void
  /** Gives up a connection that is known to be dead, before the heartbeat finds out. */
  drop(reason: string): void
  close(): void
}

/** From the start of an attempt, `auth` included, to the server's answer. */
const ATTEMPT_TIMEOUT_MS = 30_000

/** Drives a socket, whose own reconnection is off, by the machine of `connection.ts`. */
export function createConnector(
  socket: Socket,
  askHandshake: () => Promise<NonNullable<Socket['auth']>>,
  { clock, isOffline }: Pick<Platform, 'clock' | 'isOffline'>,
): Connector {
  const store = createStore<ConnectionState>(IDLE)
  let ended: WireError | undefined
  /** The credentials of the last attempt were too old; those of the next are asked for anew. */
  let hasExpired = false
  let attempts = 0
  let isClosed = false
  const timer = createTimer(clock)

  const dispatch = (event: ConnectionEvent) => store.setState((state) => transition(state, event))

  async function start() {
    if (isClosed) return
    const id = ++attempts
    timer.set(ATTEMPT_TIMEOUT_MS, () => lose(wireError('TIMEOUT', 'the server did not answer')))
    dispatch({ type: 'try' })
    try {
      const handshake = await askHandshake()
      if (id !== attempts) return
      socket.auth = handshake
      socket.connect()
      // A proxy that accepts the WebSocket and drops it makes Socket.IO neither fail nor fall back.
      const { engine } = socket.io
      const onClose = () => {
        if (id !== attempts) return
        rotate(socket.io.opts)
        lose(wireError('DISCONNECTED', 'the connection was closed while it was being opened'))
      }
      engine.once('close', onClose)
      engine.once('open', () => engine.off('close', onClose))
    } catch (error) {
      if (id === attempts) lose(toWireError(toRealtimeError(error)))
    }
  }

  function lose(error: WireError) {
    attempts++
    socket.disconnect()
    const { status, attempt } = store.getState()
    const failures = status === 'connected' ? 0 : attempt
    const delayMs = backoffMs(failures, error.retryAfterMs)
    timer.set(delayMs, () => void start())
    dispatch({ type: 'lost', at: clock.now(), delayMs, error, isOffline: isOffline() })
  }

  function stop(error: WireError) {
    attempts++
    timer.clear()
    socket.disconnect()
    dispatch({ type: 'stopped', error })
  }

  socket.on('session:ended', ({ code, reason, retryAfterMs }: SessionEnded) => {
    ended = { code, message: reason, retryAfterMs }
  })
  socket.on('connect', () => {
    ended = undefined
    hasExpired = false
    timer.clear()
    dispatch({ type: 'opened' })
  })
  socket.on('connect_error', (error: Error & { data?: Partial<WireError> }) => {
    const refusal: WireError = { code: 'DISCONNECTED', message: error.message, ...error.data }
    // A proxy that leaves a WebSocket hanging gives no error that would make Socket.IO try the
    // other transport.
    if (error.message === 'timeout') rotate(socket.io.opts)
    const hadExpired = hasExpired
    hasExpired = refusal.code === 'SESSION_EXPIRED'
    if (isStopping(refusal.code) || (hasExpired && hadExpired)) stop(refusal)
    else lose(refusal)
  })
  // Also comes without a "connect" before it, when the transport closes during the handshake.
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return
    if (ended && isStopping(ended.code)) stop(ended)
    else lose(ended ?? wireError('DISCONNECTED', `the connection was lost: ${reason}`))
  })

  const isWaiting = () => store.getState().nextAttemptAt !== undefined

  return {
    state: store,
    connect() {
      const { status } = store.getState()
      const isUnderWay = isTrying(status) && !isWaiting()
      if (status !== 'connected' && !isUnderWay) void start()
    },
    hurry() {
      if (isWaiting() && store.getState().error?.retryAfterMs === undefined) void start()
    },
    drop(reason) {
      if (store.getState().status === 'connected') lose(wireError('DISCONNECTED', reason))
    },
    close() {
      isClosed = true
      attempts++
      timer.clear()
      socket.disconnect()
      // What was emitted without a connection would go out with the next one.
      socket.sendBuffer = []
      dispatch({ type: 'closed' })
    },
  }
}

function rotate(options: { transports?: unknown[] }) {
  const [first, ...rest] = options.transports ?? []
  options.transports = [...rest, first]
}

const wireError = (code: ErrorCode, message: string): WireError => ({ code, message })
