import type { ConversationSummary } from '@monhub/realtime-protocol'
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
import { createLoaded, READY, type Loading } from './loaded'
import { createOutbox } from './outbox'
import type { Source } from './store'

export interface ConversationsState extends Loading {
  /** Newest activity first. */
  conversations: ConversationSummary[]
  hasMore: boolean
  /** Unread messages over all conversations, counted up to `CLIENT_LIMITS.unreadCap`. */
  unreadTotal: number
}

export interface ConversationsActions {
  /** Loads the next page; a failure is shown as `error`. */
  loadMore(): Promise<void>
}

export interface Conversations extends ConversationsActions {
  /** Loaded when first subscribed to, and kept up to date while it is. */
  readonly state: Source<ConversationsState>
}

/** What there is before anything is known. */
const NO_CONVERSATIONS: ConversationsState = {
  conversations: [],
  hasMore: false,
  unreadTotal: 0,
  status: 'idle',
  error: undefined,
}

/** The conversations of the signed-in user. */
export function createConversations(client: Client): Conversations {
  let list: ConversationList = emptyList
  // Whoever lists conversations need not open one for what was left unsent to go out.
  client.feature(createOutbox)

  const { store, loader, pager } = createLoaded(client, NO_CONVERSATIONS, load)

  function show(next: ConversationList) {
    list = next
    const { conversations, unreadTotal } = list
    store.setState({ conversations, unreadTotal, hasMore: list.next !== undefined })
  }

  async function load() {
    const page = await client.request('conversation:list', {})
    show(applyNewest(list, page))
    store.setState(READY)
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

  return { state: store, loadMore: pager(() => list.next, loadNext) }
}
