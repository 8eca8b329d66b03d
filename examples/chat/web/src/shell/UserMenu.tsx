import { StatusChoice } from '../people/StatusChoice'
import { StatusText } from '../people/StatusText'
import { useOwnStatus } from '../people/useOwnStatus'
import type { Person } from '../people/usePeople'
import { useMe } from '../session/useMe'
import { Avatar } from '../ui/Avatar'

const DOTS = { available: 'online', busy: 'busy', invisible: 'offline' } as const

export function UserMenu({ me }: { me: Person }) {
  const { signOut } = useMe()
  const { status, text, choose, write } = useOwnStatus(me)

  return (
    <>
      <button
        className="avatar-button"
        popoverTarget="user-menu"
        aria-label={`Your account, ${status}`}
      >
        <Avatar person={me} appearance={DOTS[status]} />
      </button>
      <div id="user-menu" popover="auto" className="popover user-menu">
        <p>
          <span className="hint">Signed in as</span>
          <strong className="ellipsis">{me.name}</strong>
        </p>
        <StatusChoice status={status} onChoose={choose} />
        <StatusText text={text} onWrite={write} />
        <button onClick={() => void signOut()}>Sign out</button>
      </div>
    </>
  )
}
