import { usePresence, type ConversationSummary } from '@monhub/realtime-react'
import { memo } from 'react'
import { useAccount } from '../session/useAccount'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import { ContactLink } from './ContactLink'
import { preview } from './preview'
import { useAppearance } from './useAppearance'
import type { Person } from './usePeople'

interface PersonItemProps {
  person: Person
  conversation?: ConversationSummary
  isCurrent: boolean
}

/** Remembered: what happens to one person draws one row. */
export const PersonItem = memo(function PersonItem(props: PersonItemProps) {
  const { person, conversation, isCurrent } = props
  const { me } = useAccount()
  const appearance = useAppearance(person.id)
  const { text } = usePresence(person.id)
  const isMe = person.id === me.id
  const lastMessage = conversation?.lastMessage

  return (
    <ContactLink
      href={linkTo({ page: 'chat', peerId: person.id })}
      isCurrent={isCurrent}
      avatar={<Avatar person={person} appearance={appearance} />}
      name={person.name}
      note={isMe ? 'you' : text}
      hiddenNote={appearance}
      preview={lastMessage ? preview(lastMessage, me) : isMe ? 'Notes to yourself' : 'Say hello'}
      conversation={conversation}
    />
  )
})
