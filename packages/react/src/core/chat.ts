import type { Message, WireError } from '@monhub/realtime-protocol'
import {
  applyCursor,
  applyOlder,
  applyPage,
  applySync,
  emptyLog,
  isBehind,
  receive,
  type ChatLog,
} from './chatLog'
import type { ChatMessage } from './chatMessage'
import type { Client } from './client'
import { addressOf } from './conversationRef'
import { toRealtimeError, toWireError } from './errors'
import { createLoader } from './loader'
import { createOutbox, type SendOptions } from './outbox'
import { createReadMarker } from './readMarker'
import { createStore, type Source } from './store'
import type { Sync } from './syncBatch'

export type LoadStatus = 'idle' | 'loading' | 'ready' | 'error'

export interface ChatState {
  /** In the server's order; what it does not have yet comes last. */
  messages: ChatMessage[]
  /** There are older messages to load. */
  hasMore: boolean
  /** Messages by others not read yet, counted up to `LIMITS.unreadCap`. */
  unreadCount: number
  status: LoadStatus
  /** Why loading failed. */
  error: WireError | undefined
}

export interface ChatActions {
  /**
   * Shows the message at once and sends it, now or when there is a connection. The promise gives
   * the stored message; it rejects with a `RealtimeError` when the message became `failed`, which
   * need not be caught.
   */
  send(text: string, options?: SendOptions): Promise<Message>
  /** Sends a `failed` message again, under the same client id. */
  retry(clientId: string): void
  /** Forgets a message that was not stored. */
  discard(clientId: string): void
  /** Everything up to this `seq` has been read. @default the newest message */
  markRead(upTo?: number): void
  /** Loads the next page of older messages; a failure is shown as `error`. */
  loadMore(): Promise<void>
}

/** One conversation. */
export interface Chat extends ChatActions {
  readonly conversationId: string
  /** Loaded when first subscribed to, and kept up to date while it is. */
  readonly state: Source<ChatState>
}

/** How the feature that owns all conversations feeds one of them. */
export interface ChatFeed {
  receive(message: Message): void
  read(cursor: { userId: string; upTo: number; readAt: string }): void
}

const EMPTY: ChatState = /* @__PURE__ */ Object.freeze({
  messages: [],
  hasMore: false,
  unreadCount: 0,
  status: 'loading',
  error: undefined,
})

/** How often a log that misses what the server does not have yet is synced again. */
const GAP_RETRY_MS = 1000
/** A frame lost on the server's side shows by nothing else than asking. */
const SYNC_INTERVAL_MS = 60_000

export function createChat(client: Client, conversationId: string, sync: Sync): Chat & ChatFeed {
  const me = client.userId
  let log = emptyLog(me)
  let older: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const store = createStore<ChatState>(EMPTY, (isActive) => {
    loader.setActive(isActive)
    syncLater(isActive ? SYNC_INTERVAL_MS : undefined)
  })
  const marker = createReadMarker((upTo) =>
    client.request('message:read', { conversationId, upTo }),
  )
  // Before the loader's, so that what it loads counts what was read meanwhile.
  client.onConnect(marker.resume)
  const loader = createLoader(client, load, (error) => {
    store.setState({ status: log.isLoaded ? 'ready' : 'error', error: toWireError(error) })
  })
  const outbox = createOutbox({
    conversationId,
    senderId: me,
    sendTimeoutMs: client.sendTimeoutMs,
    send: ({ clientId, text, metadata }) =>
      client.request('message:send', {
        ...addressOf(me, conversationId),
        text,
        clientId,
        ...(metadata ? { metadata } : {}),
      }),
    onStored: (message) => update(receive(log, message)),
    onChange: show,
  })

  function update(next: ChatLog) {
    const hasGrown = next.messages !== log.messages
    log = next
    if (hasGrown && outbox.items().length > 0) outbox.settle(ownMessage)
    show()
    if (isBehind(log)) loader.reload()
  }

  const ownMessage = (clientId: string) =>
    log.messages.findLast((message) => message.clientId === clientId && message.senderId === me)

  let shown: { stored: ChatMessage[]; unsent: ChatMessage[] } | undefined

  function show() {
    const { messages: stored, hasMore, unreadCount } = log
    const unsent = outbox.items()
    const isSame = shown?.stored === stored && shown.unsent === unsent
    shown = { stored, unsent }
    const messages = isSame
      ? store.getState().messages
      : unsent.length > 0
        ? [...stored, ...unsent]
        : stored
    store.setState({ messages, hasMore, unreadCount })
  }

  async function load() {
    if (log.isLoaded) await catchUp()
    else {
      const page = await client.request('message:history', { conversationId })
      update(applyPage(log, page))
    }
    store.setState({ status: 'ready', error: undefined })
  }

  async function catchUp() {
    const before = log.synced
    const answer = await sync(conversationId, before)
    const next = applySync(log, answer)
    if (next.synced === before && isBehind(next)) {
      // Announced, but not there yet: asking again at once would spin.
      log = next
      show()
      syncLater(GAP_RETRY_MS)
      return
    }
    update(next)
    syncLater(SYNC_INTERVAL_MS)
  }

  function syncLater(ms: number | undefined) {
    clearTimeout(timer)
    if (ms !== undefined) timer = setTimeout(loader.reload, ms)
  }

  async function loadOlder() {
    try {
      const before = log.messages[0]?.seq
      if (!log.isLoaded || !log.hasMore || before === undefined) return
      const page = await client.request('message:history', { conversationId, before })
      // Unless the log was replaced meanwhile: the page would leave a gap in the new one.
      if (log.messages[0]?.seq === before) update(applyOlder(log, page))
      store.setState({ error: undefined })
    } catch (cause) {
      store.setState({ error: toWireError(toRealtimeError(cause)) })
    }
  }

  client.onConnect(outbox.resume)
  client.onWake(loader.reload)
  client.onClose(() => {
    syncLater(undefined)
    marker.close()
    outbox.close()
  })

  return {
    conversationId,
    state: store,
    receive: (message) => update(receive(log, message)),
    read: (cursor) => update(applyCursor(log, cursor)),
    send: outbox.enqueue,
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(upTo = log.messages.at(-1)?.seq ?? 0) {
      if (upTo <= (log.cursors.get(me)?.upTo ?? 0)) return
      const readAt = new Date().toISOString()
      client.announce('message:read', { messageIds: [], readBy: me, readAt, conversationId, upTo })
      marker.mark(upTo)
    },
    loadMore: () => (older ??= loadOlder().finally(() => (older = undefined))),
  }
}
