import { useIsOnline } from '@monhub/realtime-react'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import { Badge } from '../ui/Badge'
import { shortTime } from '../ui/times'
import type { Contact } from './sortPeople'
import type { Person } from './usePeople'

interface ContactItemProps extends Contact {
  me: Person
  isCurrent: boolean
}

export function ContactItem({ person, conversation, me, isCurrent }: ContactItemProps) {
  const isMe = person.id === me.id
  const isOnline = useIsOnline(person.id)
  const { lastMessage, unreadCount = 0 } = conversation ?? {}

  return (
    <li>
      <a
        className="contact"
        href={linkTo({ page: 'chat', peerId: person.id })}
        aria-current={isCurrent ? 'page' : undefined}
        data-unread={unreadCount > 0}
      >
        <Avatar person={person} isOnline={isOnline} />
        <span className="contact-line">
          <span className="contact-name ellipsis">{person.name}</span>
          {isMe && <span className="hint">you</span>}
          <span className="visually-hidden">{isOnline ? 'online' : 'offline'}</span>
          {lastMessage && <time className="hint">{shortTime(lastMessage.createdAt)}</time>}
        </span>
        <span className="contact-line">
          <span className="contact-preview ellipsis">
            {lastMessage ? preview(lastMessage, me) : isMe ? 'Notes to yourself' : 'Say hello'}
          </span>
          <Badge count={unreadCount} label="unread" />
        </span>
      </a>
    </li>
  )
}

function preview(message: { senderId: string; text: string }, me: Person): string {
  return message.senderId === me.id ? `You: ${message.text}` : message.text
}
