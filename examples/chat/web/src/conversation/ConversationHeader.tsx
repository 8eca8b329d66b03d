import { useIsOnline } from '@monhub/realtime-react'
import type { Person } from '../people/usePeople'
import { BackLink } from '../shell/BackLink'
import { Avatar } from '../ui/Avatar'
import { ProposalButton } from './ProposalButton'

export function ConversationHeader({ peer, isMe }: { peer: Person; isMe: boolean }) {
  const isOnline = useIsOnline(peer.id)

  return (
    <header className="conversation-header">
      <BackLink />
      <Avatar person={peer} isOnline={isOnline} />
      <div className="conversation-title">
        <h1 className="ellipsis">{peer.name}</h1>
        <p className="hint">{isMe ? 'Notes to yourself' : isOnline ? 'Online' : 'Offline'}</p>
      </div>
      {!isMe && <ProposalButton peer={peer} />}
    </header>
  )
}
