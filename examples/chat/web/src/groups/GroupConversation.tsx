import { useChat } from '@monhub/realtime-react'
import { Conversation } from '../conversation/Conversation'
import type { Person } from '../people/usePeople'
import { GroupHeader } from './GroupHeader'
import { NoGroup } from './NoGroup'
import type { Group } from './useGroups'

export function GroupConversation({ me, group }: { me: Person; group: Group }) {
  const chat = useChat({ conversationId: group.id })
  const { members, error } = chat

  // Before the list of groups has heard of it.
  if (error?.code === 'FORBIDDEN') return <NoGroup />
  return (
    <Conversation
      me={me}
      name={group.name}
      draftKey={group.id}
      chat={chat}
      isGroup
      header={<GroupHeader me={me} group={group} memberIds={members} />}
    />
  )
}
