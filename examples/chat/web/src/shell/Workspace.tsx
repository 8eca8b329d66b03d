import { ConnectionBanner } from '../connection/ConnectionBanner'
import { ChatPage } from '../conversation/ChatPage'
import { ListingsPage } from '../listings/ListingsPage'
import { NotificationToasts } from '../notifications/NotificationToasts'
import { PeoplePanel } from '../people/PeoplePanel'
import type { Person } from '../people/usePeople'
import { Header } from './Header'
import { PageTitle } from './PageTitle'
import { useRoute } from './useRoute'

export function Workspace({ me }: { me: Person }) {
  const route = useRoute()
  const peerId = route.page === 'chat' ? route.peerId : undefined
  const isListHidden = route.page === 'listings' || peerId !== undefined

  return (
    <div className="workspace" data-narrow-shows={isListHidden ? 'main' : 'people'}>
      <PageTitle />
      <NotificationToasts />
      <Header me={me} page={route.page} />
      <ConnectionBanner />
      <PeoplePanel me={me} peerId={peerId} />
      <main>
        {route.page === 'listings' ? <ListingsPage /> : <ChatPage me={me} peerId={peerId} />}
      </main>
    </div>
  )
}
