import { ConnectionBanner } from '../connection/ConnectionBanner'
import { ChatPage } from '../conversation/ChatPage'
import { ListingsPage } from '../listings/ListingsPage'
import { NotificationToasts } from '../notifications/NotificationToasts'
import { PeoplePanel } from '../people/PeoplePanel'
import type { Person } from '../people/usePeople'
import { Header } from './Header'
import { PageTitle } from './PageTitle'
import { linkTo, useRoute } from './useRoute'

export function Workspace({ me }: { me: Person }) {
  const route = useRoute()
  const isListHidden = linkTo(route) !== linkTo({ page: 'chat' })

  return (
    <div className="workspace" data-narrow-shows={isListHidden ? 'main' : 'people'}>
      <PageTitle />
      <NotificationToasts />
      <Header me={me} page={route.page} />
      <ConnectionBanner />
      <PeoplePanel me={me} route={route} />
      <main>
        {route.page === 'listings' ? <ListingsPage /> : <ChatPage me={me} route={route} />}
      </main>
    </div>
  )
}
