import { useIsOnline, type ConversationSummary } from '@monhub/realtime-react'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import { ContactLink } from './ContactLink'
import { preview } from './preview'
import type { Person } from './usePeople'

interface PersonItemProps {
  person: Person
  conversation?: ConversationSummary
  me: Person
  isCurrent: boolean
}

export function PersonItem({ person, conversation, me, isCurrent }: PersonItemProps) {
  const isMe = person.id === me.id
  const isOnline = useIsOnline(person.id)
  const lastMessage = conversation?.lastMessage

  return (
    <ContactLink
      href={linkTo({ page: 'chat', peerId: person.id })}
      isCurrent={isCurrent}
      avatar={<Avatar person={person} isOnline={isOnline} />}
      name={person.name}
      note={isMe ? 'you' : undefined}
      hiddenNote={isOnline ? 'online' : 'offline'}
      preview={lastMessage ? preview(lastMessage, me) : isMe ? 'Notes to yourself' : 'Say hello'}
      conversation={conversation}
    />
  )
}
