import useSWR from 'swr'
import { getJson, sendJson } from '../api'

export interface Group {
  id: string
  name: string
  /** The colour of the avatar, in degrees. */
  hue: number
}

/** The groups one is in. The list refreshes by itself when one is put into a group or taken out. */
export function useGroups() {
  const { data: groups, error, mutate } = useSWR<Group[], Error>('/api/groups', getJson)

  return {
    groups,
    error,
    async create(name: string, userIds: string[]): Promise<Group> {
      const group = await sendJson<Group>('POST', '/api/groups', { name, userIds })
      await mutate((current = []) => [...current, group])
      return group
    },
  }
}

export const addMember = (groupId: string, userId: string) =>
  sendJson<unknown>('POST', `/api/groups/${groupId}/members`, { userIds: [userId] })

/** Taking oneself out is leaving. */
export const removeMember = (groupId: string, userId: string) =>
  sendJson<unknown>('DELETE', `/api/groups/${groupId}/members/${encodeURIComponent(userId)}`)
