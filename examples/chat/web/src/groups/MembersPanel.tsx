import { usePeople, usePersonOf, type Person } from '../people/usePeople'
import { useToast } from '../ui/ToastProvider'
import { LeaveButton } from './LeaveButton'
import { MemberItem } from './MemberItem'
import { addMember, removeMember, type Group } from './useGroups'

interface MembersPanelProps {
  me: Person
  group: Group
  memberIds: readonly string[]
}

const byName = (a: Person, b: Person) => a.name.localeCompare(b.name)

/** A native popover, as the inbox is one. */
export function MembersPanel({ me, group, memberIds }: MembersPanelProps) {
  const { people = [] } = usePeople()
  const personOf = usePersonOf()
  const toast = useToast()
  const members = memberIds.map(personOf).sort(byName)
  const others = people.filter(({ id }) => !memberIds.includes(id)).sort(byName)

  const attempt = async (change: Promise<unknown>) => {
    try {
      await change
    } catch (error) {
      const text = error instanceof Error ? error.message : undefined
      toast({ kind: 'problem', title: 'The group was not changed', text })
    }
  }

  return (
    <section id="members" popover="auto" aria-label="Members" className="popover members">
      <header className="panel-heading">
        <h2>Members</h2>
        <LeaveButton group={group} onLeave={() => void attempt(removeMember(group.id, me.id))} />
      </header>
      <ul aria-label="In this group">
        {members.map((person) => (
          <MemberItem
            key={person.id}
            person={person}
            isMe={person.id === me.id}
            action="remove"
            onAct={() => void attempt(removeMember(group.id, person.id))}
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
                isMe={false}
                action="add"
                onAct={() => void attempt(addMember(group.id, person.id))}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
