import { useChat } from '@monhub/realtime-react'
import { useRef } from 'react'
import type { Person } from '../people/usePeople'
import { Composer } from './Composer'
import { ConversationHeader } from './ConversationHeader'
import { MessageLog } from './MessageLog'
import { TypingStatus } from './TypingStatus'

export function Conversation({ me, peer }: { me: Person; peer: Person }) {
  const chat = useChat(peer.id)
  const log = useRef<HTMLDivElement>(null)

  const send = (text: string) => {
    void chat.send(text)
    log.current?.scrollTo({ top: 0 })
  }

  return (
    <div className="conversation">
      <ConversationHeader peer={peer} isMe={peer.id === me.id} />
      <MessageLog log={log} me={me} peer={peer} chat={chat} />
      <TypingStatus name={peer.name} isTyping={chat.typingUsers.includes(peer.id)} />
      <Composer peer={peer} onSend={send} onTyping={chat.setTyping} />
    </div>
  )
}
