import { GroupConversation } from '../groups/GroupConversation'
import { NoGroup } from '../groups/NoGroup'
import { useGroups } from '../groups/useGroups'
import { usePeople } from '../people/usePeople'
import { linkTo, type Route } from '../shell/useRoute'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { Conversation } from './Conversation'
import { ConversationHeader } from './ConversationHeader'

export function ChatPage({ route }: { route: Route }) {
  if ('peerId' in route) return <DirectPage key={route.peerId} peerId={route.peerId} />
  if ('groupId' in route) return <GroupPage key={route.groupId} groupId={route.groupId} />
  return (
    <EmptyState
      icon="chat"
      title="Your conversations"
      hint="Choose somebody to write to. Messages arrive at once, on every tab and device."
    />
  )
}

function DirectPage({ peerId }: { peerId: string }) {
  const { people } = usePeople()
  const person = people?.find(({ id }) => id === peerId)

  if (!people) return <Skeleton rows={4} />
  return person ? (
    <Conversation
      peer={peerId}
      name={person.name}
      header={<ConversationHeader person={person} />}
    />
  ) : (
    <EmptyState icon="alert" title="Nobody here has that address">
      <a href={linkTo({ page: 'chat' })}>Back to chats</a>
    </EmptyState>
  )
}

function GroupPage({ groupId }: { groupId: string }) {
  const { groups } = useGroups()
  const group = groups?.find(({ id }) => id === groupId)

  if (group) return <GroupConversation group={group} />
  return groups ? <NoGroup /> : <Skeleton rows={4} />
}
