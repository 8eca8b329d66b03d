import useSWR from 'swr'
import { getJson, sendJson } from '../api'
import type { Person } from '../people/usePeople'
import { linkTo } from '../shell/useRoute'

/** Who is signed in here; `me` is `null` for nobody. Below `App`, see `useAccount`. */
export function useSession() {
  const { data: me = null, isLoading, mutate } = useSWR<Person | null>('/api/me', getJson)

  return {
    me,
    isLoading,
    /** Asks the server again: the session may have ended meanwhile. */
    refresh: () => mutate(),
    signIn: (name: string) =>
      mutate(sendJson<Person>('POST', '/api/session', { name }), { revalidate: false }),
    /** Leaves nothing on the page, in the address or in this tab for whoever comes next. */
    async signOut() {
      await mutate(sendJson<null>('DELETE', '/api/session'), { revalidate: false })
      sessionStorage.clear()
      location.hash = linkTo({ page: 'chat' })
    },
  }
}
