import {
  constants,
  createConversations,
  fields,
  type Client,
  type ConversationsActions,
  type ConversationsState,
} from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useSelected, type Selector } from './useSelected'
import type { Parts } from './useTracked'

type Fields = Readonly<Omit<ConversationsState, 'unreadTotal'>>

export interface UseConversationsResult extends Fields, ConversationsActions {}

/**
 * The signed-in user's conversations, newest activity first, kept in step by itself. A component
 * renders again only for what it reads of the result, or for what `select` takes of it.
 */
export function useConversations<Part>(selector: Selector<UseConversationsResult, Part>): Part
// The last, which is what `ReturnType` takes.
export function useConversations(): UseConversationsResult
export function useConversations(selector?: Selector<UseConversationsResult, unknown>): unknown {
  const client = useClient('useConversations')
  return useSelected(client ? client.feature(createParts) : SIGNED_OUT, selector)
}

function createParts(client: Client): Parts<Fields, ConversationsActions> {
  const { state, loadMore } = client.feature(createConversations)
  return {
    sources: fields(state, ['conversations', 'hasMore', 'status', 'error']),
    actions: { loadMore },
  }
}

const SIGNED_OUT: Parts<Fields, ConversationsActions> = {
  sources: /* @__PURE__ */ constants<Fields>({
    conversations: [],
    hasMore: false,
    status: 'idle',
    error: undefined,
  }),
  actions: { loadMore: () => Promise.resolve() },
}
