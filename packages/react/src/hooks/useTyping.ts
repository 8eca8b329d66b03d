import {
  constant,
  conversationIdOf,
  createTypings,
  fields,
  type Client,
  type Peer,
  type TypingActions,
} from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useClient } from './context'
import { useTracked, type Parts } from './useTracked'

export interface UseTypingResult extends TypingActions {
  /** Ids of the others who type in this conversation. */
  readonly typingUsers: string[]
}
type Fields = Pick<UseTypingResult, 'typingUsers'>

/** Who types in a conversation, without its messages: for a list of conversations. */
export function useTyping(peer: Peer | null | undefined): UseTypingResult {
  const client = useClient('useTyping')
  const id = client && peer ? conversationIdOf(client.userId, peer) : null
  const parts = useMemo(() => (client && id ? createParts(client, id) : SIGNED_OUT), [client, id])
  return useTracked(parts)
}

function createParts(client: Client, conversationId: string): Parts<Fields, TypingActions> {
  const { state, setTyping } = client.feature(createTypings).open({ conversationId })
  return { sources: fields(state, ['typingUsers']), actions: { setTyping } }
}

const SIGNED_OUT: Parts<Fields, TypingActions> = {
  sources: { typingUsers: /* @__PURE__ */ constant([]) },
  actions: { setTyping: () => {} },
}
