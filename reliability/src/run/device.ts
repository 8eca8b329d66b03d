import type { Message } from '@monhub/realtime-server'
import {
  createChats,
  createClient,
  isRealtimeError,
  type Chat,
  type ChatMessage,
  type Client,
} from '@monhub/realtime-react/core'
import type { Change, Send } from '../check/history'
import { sleep } from '../sleep'
import { tokenFor } from '../token'
import type { Recorder } from './recorder'
import { createScreen, isStored } from './screen'

/** Somebody's browser tab: the client library with every conversation on the screen. */
export interface Device {
  readonly name: string
  readonly userId: string
  /** Sends that are not over. */
  openSends(): number
  /** Messages that a page took with it before its outbox had kept them. */
  repeated(): number
  /** Shows one more conversation from now on. */
  open(conversationId: string): void
  send(conversationId: string, text: string): void
  markRead(conversationId: string): void
  /** Edits, deletes or reacts to; a reload forgets what was not answered. */
  change(change: Pick<Change, 'kind' | 'conversationId' | 'targetId' | 'value'>): void
  /** What is on the screen and stored. */
  stored(conversationId: string): Message[]
  /** The page is closed and opened again. */
  reload(): void
  /** Loads everything that is older. */
  loadAll(conversationId: string): Promise<void>
  /** The last words of a screen. */
  finish(conversationId: string): void
  hurry(): void
  close(): void
}

interface DeviceOptions {
  name: string
  userId: string
  url: string
  transport: 'websocket' | 'polling'
  recorder: Recorder
}

const quiet = () => {}
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const PERMANENT = new Set(['FORBIDDEN', 'CONFLICT', 'NOT_FOUND', 'BAD_PAYLOAD'])
/**
 * After a reload the outbox has so long to show what it still has to send: a busy machine reads late.
 */
const OUTBOX_MS = 4000
const REPEAT_MS = 300

export function createDevice(options: DeviceOptions): Device {
  const { name, userId, url, transport, recorder } = options
  const conversationIds = new Set<string>()
  const sends: Send[] = []
  const inherited = new Map<string, Send>()
  let repeated = 0
  let lives = 0
  let isClosed = false
  let life = begin()

  function begin() {
    const id = `${name}#${++lives}`
    const client = createClient({
      url,
      userId,
      auth: () => ({ userId, token: tokenFor(userId) }),
      logger: silent,
      options: {
        transports: [transport],
        timeout: 3000,
        ackTimeoutMs: 2500,
        sendTimeoutMs: 120_000,
      },
    })
    const chats = createChats(client)
    const screens = new Map<string, { chat: Chat; view: ReturnType<Recorder['view']> }>()

    return {
      client,
      screens,
      show(conversationId: string) {
        const chat = chats.open({ conversationId })
        const view = recorder.view({ id, userId, conversationId })
        const render = createScreen(view, recorder.now)
        chat.state.subscribe(() => {
          const { messages } = chat.state.getState()
          render(messages)
          hearOf(messages)
        })
        screens.set(conversationId, { chat, view })
      },
    }
  }

  const screenOf = (conversationId: string) => {
    const screen = life.screens.get(conversationId)
    if (!screen) throw new Error(`${name} does not show ${conversationId}`)
    return screen
  }
  const messagesOf = (conversationId: string) =>
    screenOf(conversationId).chat.state.getState().messages

  const isOpen = ({ outcome }: Send) => outcome === 'open'

  function onRefusal(send: Send, error: unknown): boolean {
    if (!isRealtimeError(error) || !PERMANENT.has(error.code)) return false
    recorder.refused(send, error.code)
    return true
  }

  /** For what no screen shows any more: the same again, as it was. */
  async function repeat(send: Send, client: Client) {
    while (isOpen(send) && life.client === client && !isClosed) {
      const { conversationId, text, clientId } = send
      try {
        const payload = { conversationId, text, ...(clientId !== undefined && { clientId }) }
        const { message, duplicate } = await client.request('message:send', payload)
        if (!duplicate) repeated++
        recorder.acked(send, message)
      } catch (error) {
        if (!onRefusal(send, error)) await sleep(REPEAT_MS)
      }
    }
  }

  /** What was sent in an earlier life, and the outbox of this one has, is told by the screen. */
  function hearOf(messages: readonly ChatMessage[]) {
    if (inherited.size === 0) return
    for (const message of messages) {
      const send = message.senderId === userId && inherited.get(message.clientId)
      if (!send) continue
      if (isStored(message)) recorder.acked(send, message)
      else if (message.delivery === 'failed') recorder.refused(send, message.error?.code ?? '')
      else continue
      inherited.delete(message.clientId)
    }
  }

  async function takeUp(client: Client) {
    for (const send of sends.filter(isOpen)) inherited.set(send.clientId ?? '', send)
    for (;;) {
      await sleep(OUTBOX_MS)
      if (inherited.size === 0 || life.client !== client || isClosed) return
      for (const [clientId, send] of inherited) {
        const isShown = messagesOf(send.conversationId).some(
          (message) => message.clientId === clientId && message.senderId === userId,
        )
        if (isShown) continue
        // Lost with its page, or stored and further back than the screen reaches.
        inherited.delete(clientId)
        void repeat(send, client)
      }
    }
  }

  return {
    name,
    userId,
    openSends: () => sends.filter(isOpen).length,
    open(conversationId) {
      conversationIds.add(conversationId)
      life.show(conversationId)
    },
    repeated: () => repeated,
    send(conversationId, text) {
      const { chat } = screenOf(conversationId)
      const stored = chat.send(text)
      const shown = messagesOf(conversationId).findLast((message) => message.text === text)
      const clientId = shown && { clientId: shown.clientId }
      const send = recorder.send({ conversationId, senderId: userId, text, ...clientId })
      sends.push(send)
      stored.then(
        (message) => recorder.acked(send, message),
        (error: unknown) => onRefusal(send, error),
      )
    },
    markRead: (conversationId) => screenOf(conversationId).chat.markRead(),
    change(begun) {
      const { kind, targetId: messageId, value } = begun
      const change = recorder.change({ ...begun, actorId: userId })
      const { chat } = screenOf(begun.conversationId)
      const answer =
        kind === 'edit'
          ? chat.edit(messageId, value)
          : kind === 'delete'
            ? chat.remove(messageId)
            : chat.react(messageId, value)
      answer.then(
        () => recorder.changed(change, 'acked'),
        (error: unknown) => {
          if (isRealtimeError(error) && PERMANENT.has(error.code)) {
            recorder.changed(change, 'refused')
          }
        },
      )
    },
    stored: (conversationId) => messagesOf(conversationId).filter(isStored),
    reload() {
      life.client.close()
      inherited.clear()
      life = begin()
      for (const id of conversationIds) life.show(id)
      void takeUp(life.client)
    },
    async loadAll(conversationId) {
      const { chat } = screenOf(conversationId)
      for (let before = -1; chat.state.getState().hasMore;) {
        const { messages } = chat.state.getState()
        if (messages.length === before) return
        before = messages.length
        await chat.loadMore()
      }
    },
    finish(conversationId) {
      screenOf(conversationId).view.final = this.stored(conversationId)
    },
    hurry: () => life.client.reconnectNow(),
    close() {
      isClosed = true
      life.client.close()
    },
  }
}
