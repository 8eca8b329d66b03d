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
