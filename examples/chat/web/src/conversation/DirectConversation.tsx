import { useChat } from '@monhub/realtime-react'
import type { Person } from '../people/usePeople'
import { Conversation } from './Conversation'
import { ConversationHeader } from './ConversationHeader'

export function DirectConversation({ me, peer }: { me: Person; peer: Person }) {
  const chat = useChat(peer.id)

  return (
    <Conversation
      me={me}
      name={peer.name}
      draftKey={peer.id}
      chat={chat}
      header={<ConversationHeader peer={peer} isMe={peer.id === me.id} />}
    />
  )
}
