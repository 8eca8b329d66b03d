import { useConversations, useOnlineUsers } from '@monhub/realtime-react'
import { GroupItem } from '../groups/GroupItem'
import { NewGroupButton } from '../groups/NewGroupButton'
import { useGroups } from '../groups/useGroups'
import type { Route } from '../shell/useRoute'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { contactsOf } from './contacts'
import { PersonItem } from './PersonItem'
import { usePeople } from './usePeople'

export function PeoplePanel({ route }: { route: Route }) {
  const { people, error } = usePeople()
  const { groups = [] } = useGroups()
  const { conversations, hasMore, loadMore } = useConversations()
  const onlineUsers = useOnlineUsers()
  const peerId = 'peerId' in route ? route.peerId : undefined
  const groupId = 'groupId' in route ? route.groupId : undefined

  return (
    <aside className="people-panel">
      <header className="panel-heading">
        <h2>Chats</h2>
        <span className="hint">{onlineUsers.length} online</span>
        <NewGroupButton />
      </header>
      {error && <EmptyState title="The list could not be loaded" hint={error.message} />}
      {!people && !error && <Skeleton rows={5} />}
      {people && (
        <ul aria-label="Chats" className="people">
          {contactsOf(people, groups, conversations, onlineUsers).map((contact) =>
            contact.kind === 'group' ? (
              <GroupItem
                key={contact.group.id}
                {...contact}
                isCurrent={contact.group.id === groupId}
              />
            ) : (
              <PersonItem
                key={contact.person.id}
                {...contact}
                isCurrent={contact.person.id === peerId}
              />
            ),
          )}
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
