import { GroupConversation } from '../groups/GroupConversation'
import { NoGroup } from '../groups/NoGroup'
import { useGroups } from '../groups/useGroups'
import { usePeople, type Person } from '../people/usePeople'
import { linkTo, type Route } from '../shell/useRoute'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { DirectConversation } from './DirectConversation'

export function ChatPage({ me, route }: { me: Person; route: Route }) {
  if ('peerId' in route) return <DirectPage key={route.peerId} me={me} peerId={route.peerId} />
  if ('groupId' in route) return <GroupPage key={route.groupId} me={me} groupId={route.groupId} />
  return (
    <EmptyState
      icon="chat"
      title="Your conversations"
      hint="Choose somebody to write to. Messages arrive at once, on every tab and device."
    />
  )
}

function DirectPage({ me, peerId }: { me: Person; peerId: string }) {
  const { people } = usePeople()
  const peer = people?.find(({ id }) => id === peerId)

  if (peer) return <DirectConversation me={me} peer={peer} />
  if (!people) return <Skeleton rows={4} />
  return (
    <EmptyState icon="alert" title="Nobody here has that address">
      <a href={linkTo({ page: 'chat' })}>Back to chats</a>
    </EmptyState>
  )
}

function GroupPage({ me, groupId }: { me: Person; groupId: string }) {
  const { groups } = useGroups()
  const group = groups?.find(({ id }) => id === groupId)

  if (group) return <GroupConversation me={me} group={group} />
  return groups ? <NoGroup /> : <Skeleton rows={4} />
}
