import useSWR from 'swr'
import { getJson } from '../api'

export interface Person {
  id: string
  name: string
  /** The colour of the avatar, in degrees. */
  hue: number
}

/** Everybody who ever signed in. The list refreshes by itself when somebody new arrives. */
export function usePeople() {
  const { data: people, error } = useSWR<Person[], Error>('/api/people', getJson)
  return { people, error }
}

/** Gives a function that finds somebody by id; who is not known yet has no name. */
export function usePersonOf(): (id: string) => Person {
  const { people } = usePeople()
  return (id) => people?.find((it) => it.id === id) ?? { id, name: 'Somebody', hue: 0 }
}
