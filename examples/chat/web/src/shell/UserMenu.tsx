import { StatusChoice } from '../people/StatusChoice'
import { StatusText } from '../people/StatusText'
import { useOwnStatus } from '../people/useOwnStatus'
import { useAccount } from '../session/useAccount'
import { Avatar } from '../ui/Avatar'
import { useAttempt } from '../ui/useAttempt'

const DOTS = { available: 'online', busy: 'busy', invisible: 'offline' } as const

export function UserMenu() {
  const { me, signOut } = useAccount()
  const { status, text, choose, write } = useOwnStatus()
  const attempt = useAttempt()

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
        <button onClick={() => void attempt('You are still signed in', signOut())}>Sign out</button>
      </div>
    </>
  )
}
