import { usePersonOf, type Person } from '../people/usePeople'
import { BackLink } from '../shell/BackLink'
import { Avatar } from '../ui/Avatar'
import { Icon } from '../ui/Icon'
import { MembersPanel } from './MembersPanel'
import type { Group } from './useGroups'

interface GroupHeaderProps {
  me: Person
  group: Group
  memberIds: readonly string[]
}

export function GroupHeader({ me, group, memberIds }: GroupHeaderProps) {
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
      <MembersPanel me={me} group={group} memberIds={memberIds} />
    </header>
  )
}
