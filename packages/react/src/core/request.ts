import type { Ack, ErrorCode } from '@monhub/realtime-protocol'
import type { Socket } from 'socket.io-client'
import type { PayloadOf, ResultOf, SentEvent } from './contract'
import { RealtimeError } from './errors'

export interface RequestOptions<Result = unknown> {
  /** Milliseconds to wait for the answer. @default the client's `ackTimeoutMs` */
  timeoutMs?: number
  /**
   * Takes the result before any event that the server sent after it: the promise comes later, when
   * several frames may have been read.
   */
  onResult?: (result: Result) => void
}

/**
 * Sends a request and gives the fields of its successful answer. Rejects with a `RealtimeError`:
 * the server's, `TIMEOUT`, `DISCONNECTED` (at once when there is no connection: nothing waits in
 * Socket.IO's send buffer) or `PAYLOAD_TOO_LARGE` (before anything is sent).
 */
export type Request = <Event extends SentEvent>(
  event: Event,
  payload: PayloadOf<Event>,
  options?: RequestOptions<ResultOf<Event>>,
) => Promise<ResultOf<Event>>

export function createRequest(
  socket: Socket,
  settings: { ackTimeoutMs: number; eventBytes: () => number },
): Request {
  const pending = new Set<(error: RealtimeError) => void>()

  socket.on('disconnect', () => {
    for (const reject of [...pending]) reject(failure('DISCONNECTED', 'the connection was lost'))
  })

  /** Why a request cannot even be sent. */
  function refusal(event: string, payload: unknown): RealtimeError | undefined {
    const budget = settings.eventBytes()
    const size = jsonBytes(payload)
    if (size === undefined) return failure('BAD_PAYLOAD', `${event} carries no plain JSON`)
    if (size > budget) return failure('PAYLOAD_TOO_LARGE', `${event} is over ${budget} bytes`)
    return socket.connected ? undefined : failure('DISCONNECTED', 'there is no connection')
  }

  return (event, payload, { timeoutMs = settings.ackTimeoutMs, onResult } = {}) =>
    new Promise((resolve, reject) => {
      const fail = (error: RealtimeError) => {
        pending.delete(fail)
        reject(error)
      }
      const refused = refusal(event, payload)
      if (refused) {
        fail(refused)
        return
      }
      pending.add(fail)
      type Answer = Ack<ResultOf<typeof event>> | undefined
      socket.timeout(timeoutMs).emit(event, payload, (timedOut: Error | null, answer: Answer) => {
        if (timedOut) fail(failure('TIMEOUT', `${event} had no answer within ${timeoutMs} ms`))
        else if (!answer?.ok) fail(new RealtimeError(answer?.error ?? NO_ANSWER))
        else {
          pending.delete(fail)
          onResult?.(answer)
          resolve(answer)
        }
      })
    })
}

/** Bytes of the JSON, in UTF-8; `undefined` for what is none. */
function jsonBytes(payload: unknown): number | undefined {
  try {
    const json = JSON.stringify(payload ?? null, (_, value: unknown) => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) throw new TypeError('binary')
      return value
    })
    // A test environment or an older React Native has no TextEncoder.
    return json.replace(/[\x80-\u07ff\ud800-\udfff]/g, '..').replace(/[\u0800-\uffff]/g, '...')
      .length
  } catch {
    return undefined
  }
}

const NO_ANSWER = {
  code: 'INTERNAL',
  message: 'the server sent an answer without a result',
} as const

const failure = (code: ErrorCode, reason: string) =>
  new RealtimeError({ code, message: `unable to send; ${reason}` })
