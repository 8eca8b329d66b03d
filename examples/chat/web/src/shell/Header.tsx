import { ConnectionStatus } from '../connection/ConnectionStatus'
import { NotificationBell } from '../notifications/NotificationBell'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { Logo } from '../ui/Logo'
import { ThemeToggle } from './ThemeToggle'
import { UserMenu } from './UserMenu'
import { linkTo, type Route } from './useRoute'

const PAGES = [
  { page: 'chat', label: 'Chat', icon: 'chat' },
  { page: 'listings', label: 'Listings', icon: 'home' },
] as const

export function Header({ me, page }: { me: Person; page: Route['page'] }) {
  return (
    <header className="header">
      <Logo />
      <nav aria-label="Pages" className="pages">
        {PAGES.map((entry) => (
          <a
            key={entry.page}
            href={linkTo({ page: entry.page })}
            aria-current={entry.page === page ? 'page' : undefined}
          >
            <Icon name={entry.icon} />
            <span className="collapsible">{entry.label}</span>
          </a>
        ))}
      </nav>
      <ConnectionStatus />
      <ThemeToggle />
      <NotificationBell />
      <UserMenu me={me} />
    </header>
  )
}
