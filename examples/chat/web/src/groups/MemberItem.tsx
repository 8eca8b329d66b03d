import { useAppearance } from '../people/useAppearance'
import type { Person } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { Avatar } from '../ui/Avatar'
import { Icon } from '../ui/Icon'

interface MemberItemProps {
  person: Person
  action: 'Add' | 'Remove'
  onAct: () => void
}

export function MemberItem({ person, action, onAct }: MemberItemProps) {
  const { me } = useAccount()
  const appearance = useAppearance(person.id)

  return (
    <li className="member">
      <Avatar person={person} appearance={appearance} />
      <span className="ellipsis">{person.name}</span>
      {person.id === me.id ? (
        <span className="hint">you</span>
      ) : (
        <button className="icon-button" aria-label={`${action} ${person.name}`} onClick={onAct}>
          <Icon name={action === 'Add' ? 'plus' : 'close'} />
        </button>
      )}
    </li>
  )
}
