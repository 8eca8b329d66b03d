import { usePresence } from '@monhub/realtime-react'
import { appearanceOf } from '../people/appearance'
import { PresenceLine } from '../people/PresenceLine'
import type { Person } from '../people/usePeople'
import { BackLink } from '../shell/BackLink'
import { Avatar } from '../ui/Avatar'
import { ProposalButton } from './ProposalButton'

export function ConversationHeader({ peer, isMe }: { peer: Person; isMe: boolean }) {
  const appearance = appearanceOf(usePresence(peer.id))

  return (
    <header className="conversation-header">
      <BackLink />
      <Avatar person={peer} appearance={appearance} />
      <div className="conversation-title">
        <h1 className="ellipsis">{peer.name}</h1>
        {isMe ? <p className="hint">Notes to yourself</p> : <PresenceLine person={peer} />}
      </div>
      {!isMe && <ProposalButton peer={peer} />}
    </header>
  )
}
