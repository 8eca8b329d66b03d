import type { HandshakePresence, PresenceSetRequest } from '@monhub/realtime-protocol'
import type { Client } from './client'
import { toRealtimeError } from './errors'

/** What the user chooses of how they appear; what is left out stays, `null` takes it back. */
export type PresenceChange = Omit<PresenceSetRequest, 'away'>

export interface OwnPresence {
  /**
   * Sets how the user appears, on all devices. Resolves once the server has it, or at once without
   * a connection: it goes along with the next one. Rejects with what the server refuses.
   */
  set(change: PresenceChange): Promise<void>
}

/** How the user appears, told again on every reconnect so that nobody sees it unset for a moment. */
export function createOwnPresence(client: Client): OwnPresence {
  const { clock } = client.platform
  let own: HandshakePresence | undefined
  let setAt = 0
  /** Changed after the handshake of the attempt under way was written. */
  let isUntold = false

  client.onHandshake(() => {
    isUntold = false
    return { presence: own && { ...own, setAgoMs: Math.max(0, clock.now() - setAt) } }
  })
  client.onConnect(() => {
    if (isUntold && own) void set(own).catch(() => {})
    isUntold = false
  })

  async function set(change: PresenceChange) {
    const at = clock.now()
    try {
      await client.request('presence:set', change)
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (error.code !== 'DISCONNECTED') throw error
      isUntold = true
    }
    own = { ...own, ...change }
    setAt = at
  }

  return { set }
}
