import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useState } from 'react'
import { useAccount } from '../session/useAccount'
import { isChangeable } from './isChangeable'

/** Which of one's own messages is being edited: none once it is deleted, from wherever. */
export function useEditing(peer: Peer) {
  const { me } = useAccount()
  const [clientId, setClientId] = useState<string>()
  const isMine = (it: ChatMessage) => it.senderId === me.id && isChangeable(it)
  const message = useChat(peer, {
    select: ({ messages }) => messages.find((it) => it.clientId === clientId && isMine(it)),
  })
  const last = useChat(peer, { select: ({ messages }) => messages.findLast(isMine) })

  return {
    message,
    start: (it: ChatMessage) => setClientId(it.clientId),
    startLast: () => setClientId(last?.clientId),
    stop: () => setClientId(undefined),
  }
}
