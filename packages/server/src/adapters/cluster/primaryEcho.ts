import { randomUUID } from 'node:crypto'
import type { Bus } from '../bus'

/** How the official adapter marks its messages, and its type for an answer to one worker. */
const SOURCE = '_sio_adapter'
const RESPONSE = 10

const PATIENCE_MS = 5000

const FIX =
  "The primary process does not pass messages between its workers: call setupPrimary() of '@monhub/realtime-server/cluster' in it before cluster.fork(). Under pm2, start the app with @socket.io/pm2."

/**
 * Asks the primary for an answer to ourselves, which one that was set up passes on, and tells the
 * bus for as long as it does not. Returns how to stop.
 */
export function expectPrimary(bus: Bus): () => void {
  const id = randomUUID()
  const ask = () => {
    const question = { source: SOURCE, type: RESPONSE, uid: id, requesterUid: id, nsp: '' }
    process.send?.({ ...question, data: { requestId: id } }, undefined, {}, () => {})
  }
  const timer = setInterval(() => {
    bus.away(new Error(FIX))
    ask()
  }, PATIENCE_MS).unref()
  const onMessage = (message: { requesterUid?: unknown } | null) => {
    if (message?.requesterUid !== id) return
    stop()
    bus.works()
  }
  const stop = () => {
    clearInterval(timer)
    process.off('message', onMessage)
  }
  process.on('message', onMessage)
  ask()
  return stop
}
