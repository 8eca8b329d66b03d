import { PresenceLine } from '../people/PresenceLine'
import { useAppearance } from '../people/useAppearance'
import type { Person } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { BackLink } from '../shell/BackLink'
import { Avatar } from '../ui/Avatar'
import { ProposalButton } from './ProposalButton'

export function ConversationHeader({ person }: { person: Person }) {
  const { me } = useAccount()
  const appearance = useAppearance(person.id)
  const isMe = person.id === me.id

  return (
    <header className="conversation-header">
      <BackLink />
      <Avatar person={person} appearance={appearance} />
      <div className="conversation-title">
        <h1 className="ellipsis">{person.name}</h1>
        {isMe ? <p className="hint">Notes to yourself</p> : <PresenceLine person={person} />}
      </div>
      {!isMe && <ProposalButton to={person} />}
    </header>
  )
}
