import { ConnectionStatus } from '../connection/ConnectionStatus'
import { NotificationBell } from '../notifications/NotificationBell'
import { Icon } from '../ui/Icon'
import { Logo } from '../ui/Logo'
import { NodeBadge } from './NodeBadge'
import { ThemeToggle } from './ThemeToggle'
import { UserMenu } from './UserMenu'
import { linkTo, type Route } from './useRoute'

const PAGES = [
  { route: { page: 'chat' }, label: 'Chat', icon: 'chat' },
  { route: { page: 'listings' }, label: 'Listings', icon: 'home' },
] as const

export function Header({ page }: { page: Route['page'] }) {
  return (
    <header className="header">
      <Logo />
      <nav aria-label="Pages" className="pages">
        {PAGES.map(({ route, label, icon }) => (
          <a
            key={route.page}
            href={linkTo(route)}
            aria-current={route.page === page ? 'page' : undefined}
          >
            <Icon name={icon} />
            <span className="collapsible">{label}</span>
          </a>
        ))}
      </nav>
      <NodeBadge />
      <ConnectionStatus />
      <ThemeToggle />
      <NotificationBell />
      <UserMenu />
    </header>
  )
}
