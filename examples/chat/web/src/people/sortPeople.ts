import type { ConversationSummary } from '@monhub/realtime-react'
import type { Person } from './usePeople'

export interface Contact {
  person: Person
  conversation?: ConversationSummary
}

/** The latest conversation first, then people online, then everybody else by name. */
export function sortPeople(
  people: readonly Person[],
  conversations: readonly ConversationSummary[],
  onlineUsers: readonly string[],
): Contact[] {
  const byPeer = new Map(conversations.map((conversation) => [conversation.peerId, conversation]))
  const online = new Set(onlineUsers)
  return people
    .map((person) => ({ person, conversation: byPeer.get(person.id) }))
    .sort(
      (a, b) =>
        activityOf(b).localeCompare(activityOf(a)) ||
        Number(online.has(b.person.id)) - Number(online.has(a.person.id)) ||
        a.person.name.localeCompare(b.person.name),
    )
}

const activityOf = ({ conversation }: Contact) => conversation?.lastMessage.createdAt ?? ''
