import { directMembers, isDirect, type LogEntry, type Message } from '@monhub/realtime-protocol'
import { createChanges } from './changes'
import {
  applyCursor,
  applyOlder,
  applyPage,
  applySync,
  emptyLog,
  isBehind,
  receive,
  revise,
  type ChatLog,
} from './chatLog'
import type { ChatMessage } from './chatMessage'
import { NO_CHAT, type ChatActions, type ChatState } from './chatState'
import type { Client } from './client'
import { noAccess, toWireError, type RealtimeError } from './errors'
import { createLoader } from './loader'
import { createLoadMore } from './loadMore'
import { createOutbox } from './outbox'
import { createReadMarker } from './readMarker'
import { readUpTo } from './readState'
import { createStore, type Source } from './store'
import type { Sync } from './syncBatch'
import { createTimer, isoNow } from './timer'

/** One conversation. */
export interface Chat extends ChatActions {
  readonly conversationId: string
  /** Loaded when first subscribed to, and kept up to date while it is. */
  readonly state: Source<ChatState>
}

/** How the feature that owns all conversations feeds one of them. */
export interface ChatFeed {
  receive(entry: LogEntry): void
  read(cursor: { userId: string; upTo: number; readAt: string }): void
}

/** How often a log that misses what the server does not have yet is synced again. */
const GAP_RETRY_MS = 1000
/** A frame lost on the server's side shows by nothing else than asking. */
const SYNC_INTERVAL_MS = 60_000

export function createChat(client: Client, conversationId: string, sync: Sync): Chat & ChatFeed {
  const me = client.userId
  const { clock } = client.platform
  const both = [...new Set(directMembers(conversationId))]
  const outbox = client.feature(createOutbox)
  let log = emptyLog(me, !isDirect(conversationId))
  /** Counts how often the log was forgotten: answers to what was asked before it are void. */
  let lives = 0
  const timer = createTimer(clock)

  const initial: ChatState = { ...NO_CHAT, members: both, status: 'loading' }
  const store = createStore(initial, (isActive) => {
    loader.setActive(isActive)
    syncLater(isActive ? SYNC_INTERVAL_MS : undefined)
  })
  const marker = createReadMarker(clock, (upTo) =>
    client.request('message:read', { conversationId, upTo }),
  )
  // Before the loader's, so that what it loads counts what was read meanwhile.
  client.onConnect(marker.resume)
  const loader = createLoader(client, load, (error) => {
    if (error.code === 'FORBIDDEN') forget(error)
    else store.setState({ status: log.isLoaded ? 'ready' : 'error', error: toWireError(error) })
  })
  const changes = createChanges({
    client,
    conversationId,
    idOf(messageId) {
      const unsent = unsentMessage(messageId)
      return unsent ? undefined : (ownMessage(messageId)?._id ?? messageId)
    },
    onChange: show,
    onAnswer: (message) => update(revise(log, message)),
  })
  outbox.watch(conversationId, {
    onChange() {
      // Another tab, or one that is no more, may have queued what the log shows already.
      outbox.shown(conversationId, ownMessage)
      show()
    },
    onStored(message) {
      update(receive(log, { kind: 'message', conversationId, seq: message.seq, message }))
      changes.pump()
    },
  })

  let own = { of: log.messages, byClientId: new Map<string, ChatMessage>() }

  function ownMessage(clientId: string): ChatMessage | undefined {
    if (own.of !== log.messages) {
      const mine = log.messages.filter(({ senderId }) => senderId === me)
      own = { of: log.messages, byClientId: new Map(mine.map((it) => [it.clientId, it])) }
    }
    return own.byClientId.get(clientId)
  }

  const unsentMessage = (clientId: string) =>
    outbox
      .items(conversationId)
      .find((message) => message.clientId === clientId && message.delivery !== 'sent')

  function update(next: ChatLog) {
    if (next.isRemoved) {
      forget(noAccess(conversationId))
      return
    }
    const hasGrown = next.messages !== log.messages
    log = next
    if (hasGrown) {
      outbox.shown(conversationId, ownMessage)
      changes.pump()
    }
    show()
    if (isBehind(log)) loader.reload()
  }

  /** Whoever is not in the conversation keeps nothing of it. */
  function forget(error: RealtimeError) {
    lives++
    log = emptyLog(me, log.isGroup)
    syncLater(undefined)
    show()
    store.setState({ status: 'error', error: toWireError(error) })
  }

  let shown: unknown[] = []

  function show() {
    const { messages: stored, hasMore, unreadCount, memberIds = both } = log
    const unsent = outbox.items(conversationId)
    const parts = [stored, unsent, changes.pending()]
    const isSame = parts.every((part, at) => part === shown[at])
    shown = parts
    const all = (): ChatMessage[] => (unsent.length > 0 ? [...stored, ...unsent] : stored)
    const messages = isSame ? store.getState().messages : changes.overlay(all())
    const rest = { hasMore, unreadCount, readUpTo: readUpTo(log), members: memberIds }
    store.setState({ messages, ...rest })
  }

  async function load() {
    const life = lives
    if (log.isLoaded) await catchUp()
    else {
      const page = await client.request('message:history', { conversationId })
      update(applyPage(log, page))
    }
    if (life === lives) store.setState({ status: 'ready', error: undefined })
  }

  async function catchUp() {
    const [life, before] = [lives, log.synced]
    const answer = await sync(conversationId, before)
    if (life !== lives) return
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
    if (ms === undefined) timer.clear()
    else timer.set(ms, loader.reload)
  }

  async function loadBefore(before: number) {
    const page = await client.request('message:history', { conversationId, before })
    // Unless the log was replaced meanwhile: the page would leave a gap in the new one.
    if (log.messages[0]?.seq === before) update(applyOlder(log, page))
  }

  /** What was not sent yet is changed where it waits, as long as nobody can have seen it. */
  async function edit(
    messageId: string,
    content: { text: string; metadata?: Message['metadata'] },
  ) {
    const unsent = unsentMessage(messageId)
    if (unsent && (await outbox.edit(messageId, content))) return { ...unsent, ...content }
    return changes.add(messageId, { kind: 'edit', ...content })
  }

  client.onConnect(changes.resume)
  client.onWake(loader.reload)
  client.onClose(() => {
    syncLater(undefined)
    marker.close()
    changes.close()
  })
  show()

  return {
    conversationId,
    state: store,
    receive(entry) {
      update(receive(log, entry))
      if (entry.kind === 'member' && entry.added.includes(me) && !log.isLoaded) loader.reload()
    },
    read: (cursor) => update(applyCursor(log, cursor)),
    send: (text, options) => outbox.enqueue(conversationId, text, options),
    edit(messageId, text, { metadata } = {}) {
      const result = edit(messageId, { text, ...(metadata ? { metadata } : {}) })
      result.catch(() => {})
      return result
    },
    remove(messageId) {
      const unsent = unsentMessage(messageId)
      if (!unsent || outbox.isUnderWay(messageId)) return changes.add(messageId, { kind: 'delete' })
      outbox.discard(messageId)
      return Promise.resolve({ ...unsent, text: '', deletedAt: isoNow(clock) })
    },
    react: (messageId, reaction, { remove: isRemoved = false } = {}) =>
      changes.add(messageId, { kind: 'reaction', reaction, isRemoved }),
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(seq) {
      // Unsent messages have no number yet, and as a handler this is given the event.
      const isNumber = seq !== undefined && Number.isFinite(seq)
      const upTo = isNumber ? seq : (log.messages.at(-1)?.seq ?? 0)
      if (upTo <= readUpTo(log)) return
      const readAt = isoNow(clock)
      client.announce('message:read', { messageIds: [], readBy: me, readAt, conversationId, upTo })
      marker.mark(upTo)
    },
    loadMore: createLoadMore(store, () => {
      const before = log.messages[0]?.seq
      return log.isLoaded && log.hasMore && before !== undefined ? loadBefore(before) : undefined
    }),
  }
}
