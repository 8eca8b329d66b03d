import { useConversations, useOnlineUsers } from '@monhub/realtime-react'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { ContactItem } from './ContactItem'
import { sortPeople } from './sortPeople'
import { usePeople, type Person } from './usePeople'

export function PeoplePanel({ me, peerId }: { me: Person; peerId?: string }) {
  const { people, error } = usePeople()
  const { conversations, hasMore, loadMore } = useConversations()
  const onlineUsers = useOnlineUsers()

  return (
    <aside className="people-panel">
      <header className="panel-heading">
        <h2>People</h2>
        <span className="hint">{onlineUsers.length} online</span>
      </header>
      {error && <EmptyState title="The list could not be loaded" hint={error.message} />}
      {!people && !error && <Skeleton rows={5} />}
      {people && (
        <ul aria-label="People" className="people">
          {sortPeople(people, conversations, onlineUsers).map((contact) => (
            <ContactItem
              key={contact.person.id}
              {...contact}
              me={me}
              isCurrent={contact.person.id === peerId}
            />
          ))}
        </ul>
      )}
      {people?.length === 1 && (
        <EmptyState
          title="Nobody else yet"
          hint="Open a private window, or another browser, and sign in under a second name."
        />
      )}
      {hasMore && (
        <button className="quiet" onClick={() => void loadMore()}>
          Older conversations
        </button>
      )}
    </aside>
  )
}
