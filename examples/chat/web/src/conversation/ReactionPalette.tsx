const PALETTE = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['😂', 'Laughing'],
  ['😮', 'Surprised'],
  ['😢', 'Sad'],
  ['🙏', 'Thank you'],
] as const

interface ReactionPaletteProps {
  isMine: (reaction: string) => boolean
  onPick: (reaction: string) => void
}

export const ReactionPalette = ({ isMine, onPick }: ReactionPaletteProps) => (
  <div role="group" aria-label="React" className="palette">
    {PALETTE.map(([reaction, label]) => (
      <button
        key={reaction}
        aria-label={label}
        aria-pressed={isMine(reaction)}
        onClick={() => onPick(reaction)}
      >
        {reaction}
      </button>
    ))}
  </div>
)
