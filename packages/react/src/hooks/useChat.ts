import {
  constants,
  conversationIdOf,
  createChats,
  createTypings,
  fields,
  NO_CHAT,
  type ChatActions,
  type ChatState,
  type Client,
  type Peer,
  type TypingActions,
} from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useClient } from './context'
import { refuse } from './refuse'
import { useSelected, type Selector } from './useSelected'
import type { Parts } from './useTracked'

type Fields = Readonly<ChatState> & { readonly typingUsers: string[] }
type Actions = ChatActions & TypingActions

export interface UseChatResult extends Fields, Actions {}

/**
 * A conversation: with a person, by their id, or by `{ conversationId }`. Its history, what is
 * being sent, who has read and who types; kept in step by itself. Without a peer it is empty. A
 * component renders again only for what it reads of the result, or for what `select` takes of it.
 */
export function useChat<Part>(
  peer: Peer | null | undefined,
  selector: Selector<UseChatResult, Part>,
): Part
// The last, which is what `ReturnType` takes.
export function useChat(peer: Peer | null | undefined): UseChatResult
export function useChat(
  peer: Peer | null | undefined,
  selector?: Selector<UseChatResult, unknown>,
): unknown {
  const client = useClient('useChat')
  const id = client && peer ? conversationIdOf(client.userId, peer) : null
  const parts = useMemo(() => (client && id ? createParts(client, id) : SIGNED_OUT), [client, id])
  return useSelected(parts, selector)
}

const CHAT_FIELDS = /* @__PURE__ */ Object.keys(NO_CHAT) as (keyof ChatState)[]

function createParts(client: Client, conversationId: string): Parts<Fields, Actions> {
  const { state, send, edit, remove, react, retry, discard, markRead, loadMore } = client
    .feature(createChats)
    .open({ conversationId })
  const typing = client.feature(createTypings).open({ conversationId })
  return {
    sources: { ...fields(state, CHAT_FIELDS), ...fields(typing.state, ['typingUsers']) },
    actions: {
      ...{ remove, react, retry, discard, markRead, loadMore },
      setTyping: typing.setTyping,
      send(text, options) {
        typing.setTyping(false)
        return send(text, options)
      },
      edit(messageId, text, options) {
        typing.setTyping(false)
        return edit(messageId, text, options)
      },
    },
  }
}

const nothing = () => {}

function refuseSilently() {
  const refusal = refuse('send or change it', 'nobody is signed in, or no peer was given')
  refusal.catch(nothing)
  return refusal
}

const SIGNED_OUT: Parts<Fields, Actions> = {
  sources: /* @__PURE__ */ constants(/* @__PURE__ */ Object.assign({ typingUsers: [] }, NO_CHAT)),
  actions: {
    retry: nothing,
    discard: nothing,
    markRead: nothing,
    setTyping: nothing,
    loadMore: () => Promise.resolve(),
    send: refuseSilently,
    edit: refuseSilently,
    remove: refuseSilently,
    react: refuseSilently,
  },
}
