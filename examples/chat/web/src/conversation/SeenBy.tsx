import { usePersonOf } from '../people/usePeople'
import { Avatar } from '../ui/Avatar'
import { listOf } from '../ui/listOf'

const SHOWN = 3

/** Changes too often to be said aloud each time. */
export function SeenBy({ userIds }: { userIds: readonly string[] }) {
  const personOf = usePersonOf()
  const people = userIds.map(personOf).sort((a, b) => a.name.localeCompare(b.name))
  const names = people.map(({ name }) => name)

  return (
    <div className="seen-by" aria-live="off" title={`Seen by ${listOf(names)}`}>
      {people.slice(0, SHOWN).map((person) => (
        <Avatar key={person.id} person={person} />
      ))}
      <span className="ellipsis">Seen by {listOf(names, SHOWN)}</span>
    </div>
  )
}
