import { Icon } from '../ui/Icon'
import { countLabel } from '../ui/Badge'

export function JumpButton({ unreadCount, onJump }: { unreadCount: number; onJump: () => void }) {
  return (
    <button className="jump" onClick={onJump}>
      <Icon name="down" />
      {unreadCount > 0 ? `${countLabel(unreadCount)} new` : 'Latest'}
    </button>
  )
}
