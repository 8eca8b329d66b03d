import useSWR from 'swr'
import { getJson, sendJson } from '../api'
import type { Person } from '../people/usePeople'

const KEY = '/api/me'

/** Who is signed in here; `me` is `null` for nobody. */
export function useMe() {
  const { data: me = null, isLoading, mutate } = useSWR<Person | null>(KEY, getJson)

  return {
    me,
    isLoading,
    /** Asks the server again: the session may have ended meanwhile. */
    refresh: () => mutate(),
    signIn: (name: string) =>
      mutate(sendJson<Person>('POST', '/api/session', { name }), { revalidate: false }),
    signOut: () => mutate(sendJson<null>('DELETE', '/api/session'), { revalidate: false }),
  }
}
