import type { Group } from '../groups/useGroups'
import type { Appearance } from '../people/useAppearance'
import type { Person } from '../people/usePeople'

interface AvatarProps {
  person: Person | Group
  isGroup?: boolean
  appearance?: Appearance
}

export function Avatar({ person, isGroup, appearance = 'offline' }: AvatarProps) {
  return (
    <span
      className="avatar"
      data-group={isGroup}
      aria-hidden="true"
      style={{ '--hue': person.hue }}
    >
      {initialsOf(person.name)}
      {appearance !== 'offline' && <span className="presence" data-appearance={appearance} />}
    </span>
  )
}

/** The first letter of the first and of the last word. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(
    (word) => [...(word ?? '')][0],
  )
  return letters.join('').toLocaleUpperCase()
}
