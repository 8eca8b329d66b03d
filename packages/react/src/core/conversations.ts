import type { ConversationSummary, WireError } from '@monhub/realtime-protocol'
import type { LoadStatus } from './chatState'
import type { Client } from './client'
import {
  applyEntry,
  applyMessage,
  applyNewest,
  applyNext,
  applyRead,
  emptyList,
  type ConversationList,
  type Step,
} from './conversationList'
import { toWireError } from './errors'
import { createLoader } from './loader'
import { createLoadMore } from './loadMore'
import { createOutbox } from './outbox'
import { createStore, type Source } from './store'

export interface ConversationsState {
  /** Newest activity first. */
  conversations: ConversationSummary[]
  hasMore: boolean
  /** Unread messages over all conversations, counted up to `CLIENT_LIMITS.unreadCap`. */
  unreadTotal: number
  status: LoadStatus
  error: WireError | undefined
}

export interface ConversationsActions {
  /** Loads the next page; a failure is shown as `error`. */
  loadMore(): Promise<void>
}

export interface Conversations extends ConversationsActions {
  /** Loaded when first subscribed to, and kept up to date while it is. */
  readonly state: Source<ConversationsState>
}

const EMPTY: ConversationsState = /* @__PURE__ */ Object.freeze({
  conversations: [],
  hasMore: false,
  unreadTotal: 0,
  status: 'loading',
  error: undefined,
})

/** The conversations of the signed-in user. */
export function createConversations(client: Client): Conversations {
  let list: ConversationList = emptyList
  // Whoever lists conversations need not open one for what was left unsent to go out.
  client.feature(createOutbox)

  const store = createStore<ConversationsState>(EMPTY, (isActive) => loader.setActive(isActive))
  const loader = createLoader(client, load, (error) => {
    // What was loaded is still there to be shown.
    store.setState(({ status }) => ({
      status: status === 'ready' ? status : 'error',
      error: toWireError(error),
    }))
  })

  function show(next: ConversationList) {
    list = next
    const { conversations, unreadTotal } = list
    store.setState({ conversations, unreadTotal, hasMore: list.next !== undefined })
  }

  async function load() {
    const page = await client.request('conversation:list', {})
    show(applyNewest(list, page))
    store.setState({ status: 'ready', error: undefined })
  }

  async function loadNext(before: string) {
    const page = await client.request('conversation:list', { before })
    show(applyNext(list, page))
  }

  function take({ list, isCertain }: Step) {
    show(list)
    loader.touch()
    if (!isCertain) loader.reloadSoon()
  }

  client.on('message:new', ({ message }) => take(applyMessage(list, message, client.userId)))
  client.on('message:entry', (entry) => take(applyEntry(list, entry, client.userId)))
  client.on('message:read', (read) => take(applyRead(list, read, client.userId)))
  client.onWake(loader.reload)

  return {
    state: store,
    loadMore: createLoadMore(store, () =>
      list.next === undefined ? undefined : loadNext(list.next),
    ),
  }
}
