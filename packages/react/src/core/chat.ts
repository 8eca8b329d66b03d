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
import { noAccess } from './errors'
import { createLoaded, READY } from './loaded'
import { createOutbox } from './outbox'
import { createReadMarker } from './readMarker'
import { readUpTo } from './readState'
import { quiet } from './quiet'
import { remember } from './remember'
import type { Source } from './store'
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
  const timer = createTimer(clock)

  // Before the loader, so that what it loads counts what was read meanwhile.
  const tellRead = createReadMarker(client, (upTo) =>
    client.request('message:read', { conversationId, upTo }),
  )
  const { store, loader, fail, pager } = createLoaded(client, { ...NO_CHAT, members: both }, load, {
    onActive: (isActive) => syncLater(isActive ? SYNC_INTERVAL_MS : undefined),
    onError({ code }) {
      if (code === 'FORBIDDEN') forget()
    },
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

  const ownByClientId = remember((messages: ChatMessage[]) => {
    const own = messages.filter(({ senderId }) => senderId === me)
    return new Map(own.map((message) => [message.clientId, message]))
  })
  const ownMessage = (clientId: string) => ownByClientId(log.messages).get(clientId)

  const unsentMessage = (clientId: string) =>
    outbox
      .items(conversationId)
      .find((message) => message.clientId === clientId && message.delivery !== 'sent')

  function update(next: ChatLog) {
    if (next.isRemoved) {
      fail(noAccess(conversationId))
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
  function forget() {
    log = emptyLog(me, log.isGroup)
    syncLater(undefined)
    show()
  }

  const messagesOf = remember(
    // What is pending changes whenever the overlay does.
    (stored: ChatMessage[], unsent: ChatMessage[], _pending: unknown) =>
      changes.overlay(unsent.length > 0 ? [...stored, ...unsent] : stored),
  )

  function show() {
    const { hasMore, unreadCount, memberIds = both } = log
    const messages = messagesOf(log.messages, outbox.items(conversationId), changes.pending())
    store.setState({ messages, hasMore, unreadCount, readUpTo: readUpTo(log), members: memberIds })
  }

  async function load() {
    if (log.isLoaded) await catchUp()
    else {
      const page = await client.request('message:history', { conversationId })
      update(applyPage(log, page))
    }
    // Unless it was forgotten meanwhile.
    if (log.isLoaded) store.setState(READY)
  }

  async function catchUp() {
    const before = log.synced
    const answer = await sync(conversationId, before)
    // Forgotten meanwhile, the answer is void.
    if (!log.isLoaded) return
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

  client.onClose(timer.clear)
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
    edit: (messageId, text, { metadata } = {}) =>
      quiet(edit(messageId, { text, ...(metadata && { metadata }) })),
    remove(messageId) {
      const unsent = unsentMessage(messageId)
      if (!unsent || outbox.mayBeStored(messageId))
        return changes.add(messageId, { kind: 'delete' })
      outbox.discard(messageId)
      return Promise.resolve({ ...unsent, text: '', deletedAt: isoNow(clock) })
    },
    react: (messageId, reaction, { remove } = {}) =>
      changes.add(messageId, { kind: 'react', reaction, ...(remove && { remove }) }),
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(seq) {
      // Unsent messages have no number yet, and as a handler this is given the event.
      const isNumber = seq !== undefined && Number.isFinite(seq)
      const upTo = isNumber ? seq : (log.messages.at(-1)?.seq ?? 0)
      if (upTo <= readUpTo(log)) return
      const readAt = isoNow(clock)
      client.announce('message:read', { messageIds: [], readBy: me, readAt, conversationId, upTo })
      tellRead(upTo)
    },
    loadMore: pager(() => (log.hasMore ? log.messages[0]?.seq : undefined), loadBefore),
  }
}
