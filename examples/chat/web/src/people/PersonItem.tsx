import { usePresence, type ConversationSummary } from '@monhub/realtime-react'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import { appearanceOf } from './appearance'
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
  const presence = usePresence(person.id)
  const appearance = appearanceOf(presence)
  const lastMessage = conversation?.lastMessage

  return (
    <ContactLink
      href={linkTo({ page: 'chat', peerId: person.id })}
      isCurrent={isCurrent}
      avatar={<Avatar person={person} appearance={appearance} />}
      name={person.name}
      note={isMe ? 'you' : presence.text}
      hiddenNote={appearance}
      preview={lastMessage ? preview(lastMessage, me) : isMe ? 'Notes to yourself' : 'Say hello'}
      conversation={conversation}
    />
  )
}
