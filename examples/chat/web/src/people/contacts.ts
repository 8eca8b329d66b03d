import type { ConversationSummary } from '@monhub/realtime-react'
import type { Group } from '../groups/useGroups'
import type { Person } from './usePeople'

/** A line of the list: somebody one may write to, or a group one is in. */
export type Contact =
  | { kind: 'person'; person: Person; conversation?: ConversationSummary }
  | { kind: 'group'; group: Group; conversation: ConversationSummary }

/** The latest conversation first, then people online, then everybody else by name. */
export function contactsOf(
  people: readonly Person[],
  groups: readonly Group[],
  conversations: readonly ConversationSummary[],
  onlineUsers: readonly string[],
): Contact[] {
  const strangers = new Map(people.map((person) => [person.id, person]))
  const groupById = new Map(groups.map((group) => [group.id, group]))
  const online = new Set(onlineUsers)

  const talks = conversations.flatMap((conversation): Contact[] => {
    const { conversationId, peerId } = conversation
    const person = peerId === undefined ? undefined : strangers.get(peerId)
    if (person) {
      strangers.delete(person.id)
      return [{ kind: 'person', person, conversation }]
    }
    const group = groupById.get(conversationId)
    return group ? [{ kind: 'group', group, conversation }] : []
  })
  const others = [...strangers.values()].sort(
    (a, b) => Number(online.has(b.id)) - Number(online.has(a.id)) || a.name.localeCompare(b.name),
  )
  return [...talks, ...others.map((person): Contact => ({ kind: 'person', person }))]
}
