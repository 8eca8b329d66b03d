import type { ConversationSummary } from '@monhub/realtime-react'
import { ContactLink } from '../people/ContactLink'
import { preview } from '../people/preview'
import { usePersonOf, type Person } from '../people/usePeople'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import type { Group } from './useGroups'

interface GroupItemProps {
  group: Group
  conversation: ConversationSummary
  me: Person
  isCurrent: boolean
}

export function GroupItem({ group, conversation, me, isCurrent }: GroupItemProps) {
  const personOf = usePersonOf()
  const { lastMessage } = conversation

  return (
    <ContactLink
      href={linkTo({ page: 'chat', groupId: group.id })}
      isCurrent={isCurrent}
      avatar={<Avatar person={group} isGroup />}
      name={group.name}
      hiddenNote="group"
      preview={
        lastMessage
          ? preview(lastMessage, me, personOf(lastMessage.senderId))
          : 'Nobody has written yet'
      }
      conversation={conversation}
    />
  )
}
