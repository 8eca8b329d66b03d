import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { reasonOf } from '../ui/reasonOf'

/** What can be done about a message that was not sent, and why it was not. */
export function FailedActions({ peer, message }: { peer: Peer; message: ChatMessage }) {
  const { retry, discard } = useChat(peer)
  const { clientId, error } = message

  return (
    <div className="message-actions">
      {error && <span>{reasonOf(error)}</span>}
      <button onClick={() => retry(clientId)}>Retry</button>
      <button onClick={() => discard(clientId)}>Discard</button>
    </div>
  )
}
