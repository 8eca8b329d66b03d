import type { ChatMessage } from '@monhub/realtime-react'
import type { Person } from '../people/usePeople'

const PALETTE = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['😂', 'Laughing'],
  ['😮', 'Surprised'],
  ['😢', 'Sad'],
  ['🙏', 'Thank you'],
] as const

interface ReactionPaletteProps {
  message: ChatMessage
  me: Person
  onPick: (reaction: string, isMine: boolean) => void
}

export function ReactionPalette({ message, me, onPick }: ReactionPaletteProps) {
  return (
    <div role="group" aria-label="React" className="palette">
      {PALETTE.map(([reaction, label]) => {
        const isMine = message.reactions?.[reaction]?.includes(me.id) ?? false
        return (
          <button
            key={reaction}
            aria-label={label}
            aria-pressed={isMine}
            onClick={() => onPick(reaction, isMine)}
          >
            {reaction}
          </button>
        )
      })}
    </div>
  )
}
