import { usePeople, usePersonOf, type Person } from '../people/usePeople'
import { useAttempt } from '../ui/useAttempt'
import { LeaveButton } from './LeaveButton'
import { MemberItem } from './MemberItem'
import { addMember, removeMember, type Group } from './useGroups'

interface MembersPanelProps {
  group: Group
  memberIds: readonly string[]
}

const byName = (a: Person, b: Person) => a.name.localeCompare(b.name)

/** A native popover, as the inbox is one. */
export function MembersPanel({ group, memberIds }: MembersPanelProps) {
  const { people = [] } = usePeople()
  const personOf = usePersonOf()
  const attempt = useAttempt()
  const members = memberIds.map(personOf).sort(byName)
  const others = people.filter(({ id }) => !memberIds.includes(id)).sort(byName)

  const change = (done: Promise<unknown>) => void attempt('The group was not changed', done)

  return (
    <section id="members" popover="auto" aria-label="Members" className="popover members">
      <header className="panel-heading">
        <h2>Members</h2>
        <LeaveButton group={group} />
      </header>
      <ul aria-label="In this group">
        {members.map((person) => (
          <MemberItem
            key={person.id}
            person={person}
            action="Remove"
            onAct={() => change(removeMember(group.id, person.id))}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <h3>Add people</h3>
          <ul aria-label="Not in this group">
            {others.map((person) => (
              <MemberItem
                key={person.id}
                person={person}
                action="Add"
                onAct={() => change(addMember(group.id, person.id))}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
