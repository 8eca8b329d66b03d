import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useAccount } from '../session/useAccount'
import { useAttempt } from '../ui/useAttempt'

/** What one does with reactions: `isMine` says whether it is there, `toggle` adds or takes it back. */
export function useReact(peer: Peer) {
  const { me } = useAccount()
  const { react } = useChat(peer)
  const attempt = useAttempt()

  const isMine = ({ reactions }: ChatMessage, reaction: string) =>
    reactions?.[reaction]?.includes(me.id) ?? false

  return {
    isMine,
    toggle(message: ChatMessage, reaction: string) {
      const done = react(message._id, reaction, { remove: isMine(message, reaction) })
      void attempt('The reaction was not sent', done)
    },
  }
}
