import { usePeople, type Person } from '../people/usePeople'
import { linkTo } from '../shell/useRoute'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { Conversation } from './Conversation'

export function ChatPage({ me, peerId }: { me: Person; peerId?: string }) {
  const { people } = usePeople()
  const peer = people?.find((person) => person.id === peerId)

  if (!peerId) {
    return (
      <EmptyState
        icon="chat"
        title="Your conversations"
        hint="Choose somebody to write to. Messages arrive at once, on every tab and device."
      />
    )
  }
  if (!people) return <Skeleton rows={4} />
  if (!peer) {
    return (
      <EmptyState icon="alert" title="Nobody here has that address">
        <a href={linkTo({ page: 'chat' })}>Back to people</a>
      </EmptyState>
    )
  }
  return <Conversation key={peer.id} me={me} peer={peer} />
}
