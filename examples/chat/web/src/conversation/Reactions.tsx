import type { ChatMessage } from '@monhub/realtime-react'
import { usePersonOf, type Person } from '../people/usePeople'
import { listOf } from '../ui/listOf'
import type { MessageActions } from './useMessageActions'

interface ReactionsProps {
  message: ChatMessage
  me: Person
  onReact: MessageActions['react']
}

/** Each reaction with its count; pressed where it is one's own, too. */
export function Reactions({ message, me, onReact }: ReactionsProps) {
  const personOf = usePersonOf()
  const reactions = Object.entries(message.reactions ?? {})
  if (reactions.length === 0) return null

  return (
    <div role="group" aria-label="Reactions" className="reactions">
      {reactions.map(([reaction, userIds]) => {
        const isMine = userIds.includes(me.id)
        const names = listOf(userIds.map((id) => (id === me.id ? 'you' : personOf(id).name)))
        return (
          <button
            key={reaction}
            className="reaction"
            aria-pressed={isMine}
            aria-label={`${reaction} ${userIds.length}: ${names}`}
            title={names}
            onClick={() => onReact(message._id, reaction, isMine)}
          >
            {reaction} <span>{userIds.length}</span>
          </button>
        )
      })}
    </div>
  )
}
