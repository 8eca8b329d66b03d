import type { ConversationSummary } from '@monhub/realtime-react'
import { memo } from 'react'
import { ContactLink } from '../people/ContactLink'
import { preview } from '../people/preview'
import { usePersonOf } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { linkTo } from '../shell/useRoute'
import { Avatar } from '../ui/Avatar'
import type { Group } from './useGroups'

interface GroupItemProps {
  group: Group
  conversation: ConversationSummary
  isCurrent: boolean
}

export const GroupItem = memo(function GroupItem(props: GroupItemProps) {
  const { group, conversation, isCurrent } = props
  const { lastMessage } = conversation
  const { me } = useAccount()
  const personOf = usePersonOf()

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
})
