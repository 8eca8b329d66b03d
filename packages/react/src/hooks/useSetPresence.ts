import { createOwnPresence, type OwnPresence } from '@monhub/realtime-react/core'
import { useClient } from './context'
import { refuse } from './refuse'

/**
 * Gives a function that sets how the signed-in user appears, on all their devices. It stays the
 * same for a connection; rejects when nobody is signed in and with what the server refuses.
 */
export function useSetPresence(): OwnPresence['set'] {
  const client = useClient('useSetPresence')
  return client ? client.feature(createOwnPresence).set : SIGNED_OUT
}

const SIGNED_OUT = () => refuse('set the presence')
