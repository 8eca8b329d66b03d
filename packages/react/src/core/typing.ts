import { CLIENT_LIMITS } from '@monhub/realtime-protocol'
import type { Client } from './client'
import { addressOf, conversationIdOf, type Peer } from './conversationRef'
import { createStore, type Source } from './store'
import { createTimer, type Clock, type Timer } from './timer'
import { createTypist, type Typist } from './typist'

export interface TypingActions {
  /** Call it on every keystroke: it is throttled, and stops by itself after 6 s of silence. */
  setTyping(isTyping: boolean): void
}

/** Who types in one conversation. */
export interface Typing extends TypingActions {
  readonly state: Source<{ typingUsers: string[] }>
}

export interface Typings {
  open(peer: Peer): Typing
}

/**
 * The server ends typing itself; this only covers a node that died. As long as the longest the
 * server allows, because a v1 client says once that it types.
 */
const expiryMs = () => CLIENT_LIMITS.typingExpiryV1Ms + 1000

/** Who types where. */
export function createTypings(client: Client): Typings {
  const { clock } = client.platform
  const conversations = new Map<string, ReturnType<typeof createTyping>>()
  const of = (id: string) => conversations.get(id)

  client.on('typing:update', ({ conversationId, userId, isTyping }) => {
    of(conversationId)?.set(userId, isTyping)
  })
  client.on('message:new', ({ message: { conversationId, senderId } }) => {
    of(conversationId)?.set(senderId, false)
  })
  client.onDisconnect(() => conversations.forEach(({ reset }) => reset()))
  client.onClose(() => conversations.forEach(({ reset }) => reset()))

  return {
    open(peer) {
      const id = conversationIdOf(client.userId, peer)
      const known = of(id)
      if (known) return known
      const address = addressOf(client.userId, id)
      const typing = createTyping(
        clock,
        createTypist(clock, (isTyping) =>
          client.emit(isTyping ? 'typing:start' : 'typing:stop', address),
        ),
      )
      conversations.set(id, typing)
      return typing
    },
  }
}

function createTyping(clock: Clock, typist: Typist) {
  const timers = new Map<string, Timer>()
  const store = createStore<{ typingUsers: string[] }>({ typingUsers: [] })

  function set(userId: string, isTyping: boolean) {
    timers.get(userId)?.clear()
    const wasTyping = timers.delete(userId)
    if (isTyping) {
      const timer = createTimer(clock)
      timers.set(userId, timer)
      timer.set(expiryMs(), () => set(userId, false))
    }
    if (wasTyping !== isTyping) store.setState({ typingUsers: [...timers.keys()] })
  }

  return {
    state: store,
    setTyping: typist.setTyping,
    /** Somebody types, or no longer. */
    set,
    reset() {
      typist.reset()
      for (const userId of timers.keys()) set(userId, false)
    },
  }
}
