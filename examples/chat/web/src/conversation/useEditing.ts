import type { ChatMessage } from '@monhub/realtime-react'
import { useState } from 'react'
import type { Person } from '../people/usePeople'
import { isChangeable } from './isChangeable'

/** Which of one's own messages is being edited: none once it is deleted, from wherever. */
export function useEditing(messages: readonly ChatMessage[], me: Person) {
  const [clientId, setClientId] = useState<string>()
  const start = (message: ChatMessage) => setClientId(message.clientId)

  return {
    message: messages.find(
      (it) => it.clientId === clientId && it.senderId === me.id && isChangeable(it),
    ),
    start,
    startLast() {
      const last = messages.findLast((it) => it.senderId === me.id && isChangeable(it))
      if (last) start(last)
    },
    stop: () => setClientId(undefined),
  }
}
