import { useChat } from '@monhub/realtime-react'
import { useMemo } from 'react'
import { Conversation } from '../conversation/Conversation'
import { GroupHeader } from './GroupHeader'
import { NoGroup } from './NoGroup'
import type { Group } from './useGroups'

export function GroupConversation({ group }: { group: Group }) {
  const peer = useMemo(() => ({ conversationId: group.id }), [group.id])
  const members = useChat(peer, { select: ({ members }) => members })
  // Before the list of groups has heard of it.
  const isOut = useChat(peer, { select: ({ error }) => error?.code === 'FORBIDDEN' })

  if (isOut) return <NoGroup />
  return (
    <Conversation
      peer={peer}
      name={group.name}
      header={<GroupHeader group={group} memberIds={members} />}
    />
  )
}
