import { useChat, type Peer } from '@monhub/realtime-react'
import { countLabel } from '../ui/Badge'
import { Icon } from '../ui/Icon'

export function JumpButton({ peer, onJump }: { peer: Peer; onJump: () => void }) {
  const { unreadCount } = useChat(peer)

  return (
    <button className="jump" onClick={onJump}>
      <Icon name="down" />
      {unreadCount > 0 ? `${countLabel(unreadCount)} new` : 'Latest'}
    </button>
  )
}
