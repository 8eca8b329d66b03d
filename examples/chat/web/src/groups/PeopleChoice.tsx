import type { Person } from '../people/usePeople'
import { Avatar } from '../ui/Avatar'

/** Checkboxes of a form, named `userId`. */
export function PeopleChoice({ people }: { people: readonly Person[] }) {
  return (
    <fieldset className="people-choice">
      <legend>People</legend>
      {people.length === 0 && <p className="hint">Nobody else has signed in yet.</p>}
      {people.map((person) => (
        <label key={person.id}>
          <input type="checkbox" name="userId" value={person.id} />
          <Avatar person={person} />
          <span className="ellipsis">{person.name}</span>
        </label>
      ))}
    </fieldset>
  )
}
