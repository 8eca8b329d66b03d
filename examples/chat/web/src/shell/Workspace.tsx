import { useSWRSync } from '@monhub/realtime-react/swr'
import { ConnectionBanner } from '../connection/ConnectionBanner'
import { ChatPage } from '../conversation/ChatPage'
import { ListingsPage } from '../listings/ListingsPage'
import { NotificationToasts } from '../notifications/NotificationToasts'
import { PeoplePanel } from '../people/PeoplePanel'
import { ToastProvider } from '../ui/ToastProvider'
import { Header } from './Header'
import { PageTitle } from './PageTitle'
import { linkTo, useRoute } from './useRoute'

/** What is fetched again when the server says that it has changed. */
const SYNCED = { people: '/api/people', groups: '/api/groups', property: '/api/property' }

export function Workspace() {
  const route = useRoute()
  const isListHidden = linkTo(route) !== linkTo({ page: 'chat' })
  // So few tabs need not take turns.
  useSWRSync(SYNCED, { jitterMs: 0 })

  return (
    <ToastProvider>
      <div className="workspace" data-narrow-shows={isListHidden ? 'main' : 'people'}>
        <PageTitle />
        <NotificationToasts />
        <Header page={route.page} />
        <ConnectionBanner />
        <PeoplePanel route={route} />
        <main>{route.page === 'listings' ? <ListingsPage /> : <ChatPage route={route} />}</main>
      </div>
    </ToastProvider>
  )
}
