import type { ChatMessage, Peer } from '@monhub/realtime-react'
import { usePersonOf } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { listOf } from '../ui/listOf'
import { useReact } from './useReact'

/** Each reaction with its count; pressed where it is one's own, too. */
export function Reactions({ peer, message }: { peer: Peer; message: ChatMessage }) {
  const { me } = useAccount()
  const { isMine, toggle } = useReact(peer)
  const personOf = usePersonOf()
  const reactions = Object.entries(message.reactions ?? {})
  if (reactions.length === 0) return null

  return (
    <div role="group" aria-label="Reactions" className="reactions">
      {reactions.map(([reaction, userIds]) => {
        const names = listOf(userIds.map((id) => (id === me.id ? 'you' : personOf(id).name)))
        return (
          <button
            key={reaction}
            className="reaction"
            aria-pressed={isMine(message, reaction)}
            aria-label={`${reaction} ${userIds.length}: ${names}`}
            title={names}
            onClick={() => toggle(message, reaction)}
          >
            {reaction} <span>{userIds.length}</span>
          </button>
        )
      })}
    </div>
  )
}
