import { isPermanent } from '@monhub/realtime-protocol'
import { backoffMs } from './backoff'
import type { Client } from './client'
import { isStopping } from './connection'
import { toRealtimeError } from './errors'
import type { AskCredentials } from './handshake'
import { createTimer } from './timer'

/**
 * Shows the server newer credentials when it says that the session ends soon, so that the connection
 * stays. What fails is tried again until the server cuts; then the usual attempts to connect begin.
 */
export function refreshSession(
  {
    on,
    onDisconnect,
    onClose,
    request,
    platform,
  }: Pick<Client, 'on' | 'onDisconnect' | 'onClose' | 'request' | 'platform'>,
  credentials: AskCredentials,
): void {
  const timer = createTimer(platform.clock)
  /** Told by what each call was begun for, so that one that was slow does not go on. */
  let round = 0

  async function refresh(current: number, failures = 0) {
    try {
      const auth = { ...(await credentials()) }
      if (current === round) await request('session:refresh', { auth })
    } catch (cause) {
      const { code, retryAfterMs } = toRealtimeError(cause)
      if (current !== round || isPermanent(code) || isStopping(code)) return
      timer.set(backoffMs(failures, retryAfterMs), () => void refresh(current, failures + 1))
    }
  }

  const stop = () => {
    round++
    timer.clear()
  }
  on('session:expiring', () => {
    stop()
    void refresh(round)
  })
  onDisconnect(stop)
  onClose(stop)
}
