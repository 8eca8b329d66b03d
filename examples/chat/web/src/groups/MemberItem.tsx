import { usePresence } from '@monhub/realtime-react'
import { appearanceOf } from '../people/appearance'
import type { Person } from '../people/usePeople'
import { Avatar } from '../ui/Avatar'
import { Icon } from '../ui/Icon'

interface MemberItemProps {
  person: Person
  isMe: boolean
  action: 'add' | 'remove'
  onAct: () => void
}

export function MemberItem({ person, isMe, action, onAct }: MemberItemProps) {
  const appearance = appearanceOf(usePresence(person.id))
  const verb = action === 'add' ? 'Add' : 'Remove'

  return (
    <li className="member">
      <Avatar person={person} appearance={appearance} />
      <span className="ellipsis">{person.name}</span>
      {isMe ? (
        <span className="hint">you</span>
      ) : (
        <button className="icon-button" aria-label={`${verb} ${person.name}`} onClick={onAct}>
          <Icon name={action === 'add' ? 'plus' : 'close'} />
        </button>
      )}
    </li>
  )
}
