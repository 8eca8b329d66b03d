import type { UseChatResult } from '@monhub/realtime-react'
import type { Person } from '../people/usePeople'
import { Avatar } from '../ui/Avatar'
import { MessageItem } from './MessageItem'
import type { MessageGroup as Group } from './timeline'

interface MessageGroupProps {
  group: Group
  sender: Person
  isMine: boolean
  chat: UseChatResult
}

export function MessageGroup({ group, sender, isMine, chat }: MessageGroupProps) {
  return (
    <div className="group" data-mine={isMine}>
      {!isMine && <Avatar person={sender} />}
      <span className="visually-hidden">{isMine ? 'You' : sender.name}:</span>
      <ol>
        {group.messages.map((message) => (
          <MessageItem
            key={message.clientId}
            message={message}
            isMine={isMine}
            onRetry={chat.retry}
            onDiscard={chat.discard}
          />
        ))}
      </ol>
    </div>
  )
}
