import { createOwnPresence, RealtimeError, type OwnPresence } from '@monhub/realtime-react/core'
import { useClient } from './context'

/**
 * Gives a function that sets how the signed-in user appears, on all their devices. It stays the
 * same for a connection; rejects when nobody is signed in and with what the server refuses.
 */
export function useSetPresence(): OwnPresence['set'] {
  const client = useClient('useSetPresence')
  return client ? client.feature(createOwnPresence).set : refuse
}

function refuse() {
  const message = 'unable to set the presence; nobody is signed in'
  return Promise.reject(new RealtimeError({ code: 'UNAUTHENTICATED', message }))
}
