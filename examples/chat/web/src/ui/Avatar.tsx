import type { Group } from '../groups/useGroups'
import type { Person } from '../people/usePeople'

interface AvatarProps {
  person: Person | Group
  isGroup?: boolean
  /** Left out, no presence is shown. */
  isOnline?: boolean
}

export function Avatar({ person, isGroup, isOnline }: AvatarProps) {
  return (
    <span
      className="avatar"
      data-group={isGroup}
      aria-hidden="true"
      style={{ '--hue': person.hue }}
    >
      {initialsOf(person.name)}
      {isOnline !== undefined && <span className="presence" data-online={isOnline} />}
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
