import { usePersonOf } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { BackLink } from '../shell/BackLink'
import { Avatar } from '../ui/Avatar'
import { Icon } from '../ui/Icon'
import { MembersPanel } from './MembersPanel'
import type { Group } from './useGroups'

interface GroupHeaderProps {
  group: Group
  memberIds: readonly string[]
}

export function GroupHeader({ group, memberIds }: GroupHeaderProps) {
  const { me } = useAccount()
  const personOf = usePersonOf()
  const others = memberIds.filter((id) => id !== me.id).map((id) => personOf(id).name)

  return (
    <header className="conversation-header">
      <BackLink />
      <Avatar person={group} isGroup />
      <div className="conversation-title">
        <h1 className="ellipsis">{group.name}</h1>
        <p className="hint ellipsis">{[...others.sort(), 'you'].join(', ')}</p>
      </div>
      <button className="header-action" popoverTarget="members">
        <Icon name="people" />
        <span className="collapsible">Members</span>
        <span>{memberIds.length}</span>
      </button>
      <MembersPanel group={group} memberIds={memberIds} />
    </header>
  )
}
