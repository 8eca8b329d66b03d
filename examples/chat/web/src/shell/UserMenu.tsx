import type { Person } from '../people/usePeople'
import { useMe } from '../session/useMe'
import { Avatar } from '../ui/Avatar'

export function UserMenu({ me }: { me: Person }) {
  const { signOut } = useMe()

  return (
    <>
      <button className="avatar-button" popoverTarget="user-menu" aria-label="Your account">
        <Avatar person={me} />
      </button>
      <div id="user-menu" popover="auto" className="popover user-menu">
        <p>
          <span className="hint">Signed in as</span>
          <strong className="ellipsis">{me.name}</strong>
        </p>
        <button onClick={() => void signOut()}>Sign out</button>
      </div>
    </>
  )
}
