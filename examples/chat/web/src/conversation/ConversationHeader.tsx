import { useIsOnline } from '@monhub/realtime-react'
import type { Person } from '../people/usePeople'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import { Icon } from '../ui/Icon'
import { ProposalButton } from './ProposalButton'

export function ConversationHeader({ peer, isMe }: { peer: Person; isMe: boolean }) {
  const isOnline = useIsOnline(peer.id)

  return (
    <header className="conversation-header">
      <a className="icon-button back" href={linkTo({ page: 'chat' })} aria-label="Back to people">
        <Icon name="back" />
      </a>
      <Avatar person={peer} isOnline={isOnline} />
      <div className="conversation-title">
        <h1 className="ellipsis">{peer.name}</h1>
        <p className="hint">{isMe ? 'Notes to yourself' : isOnline ? 'Online' : 'Offline'}</p>
      </div>
      {!isMe && <ProposalButton peer={peer} />}
    </header>
  )
}
