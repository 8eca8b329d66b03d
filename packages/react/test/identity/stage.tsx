import {
  SocketProvider,
  useChat,
  useConversations,
  useDataUpdate,
  useNotifications,
  useOnlineUsers,
  usePresence,
  useSocket,
  useSocketListener,
  useTyping,
  useUnreadCount,
} from '@monhub/realtime-react'
import { connectionKey, findClient, type Client, type Platform } from '@monhub/realtime-react/core'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { createMemoryServer } from '@monhub/realtime-server/testing'
import { cleanup, render } from '@testing-library/react'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { StrictMode } from 'react'
import { expect, onTestFinished, vi } from 'vitest'
import { silent } from '../support'

type Service = NonNullable<Parameters<typeof createMemoryServer>[0]>['service']

/** A page whose user changes, all that it renders, and what of a user is in the browser. */
export function stage(service: Service = {}) {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  const channels = watchChannels()
  const timers = new Set<unknown>()
  const realtime = createTestRealtime({ service: { presence: { graceMs: 0 }, ...service } })
  onTestFinished(async () => {
    cleanup()
    await realtime.close()
    vi.unstubAllGlobals()
  })
  const renders: { userId: string | null; shown: string }[] = []
  const current: { chat?: ReturnType<typeof useChat>; socket?: ReturnType<typeof useSocket> } = {}

  function Everything({ userId }: { userId: string | null }) {
    const chat = useChat('cem')
    const { conversations } = useConversations()
    const { notifications, unreadCount } = useNotifications()
    const unread = useUnreadCount()
    const { isOnline, text, lastSeenAt } = usePresence('cem')
    const { typingUsers } = useTyping('cem')
    const onlineUsers = useOnlineUsers()
    const connection = useSocket()
    const see = (what: unknown) => renders.push({ userId, shown: JSON.stringify(what) })
    useDataUpdate('*', see)
    useSocketListener('data:update', see)
    Object.assign(current, { chat, socket: connection })
    see([
      [chat.messages, chat.status, chat.unreadCount, chat.readUpTo, conversations],
      [notifications, unreadCount, unread.messages, unread.notifications],
      [isOnline, text, lastSeenAt, typingUsers, onlineUsers, connection.status],
    ])
    return null
  }
  const configOf = (userId: string) => ({
    ...{ url: realtime.url, userId, platform: { clock: clockOn(timers) } },
    options: { transports: realtime.transports(userId) },
  })
  const app = (userId: string | null, isChatting: boolean) => (
    <StrictMode>
      <SocketProvider logger={silent} {...(userId === null ? { userId } : configOf(userId))}>
        {isChatting && <Everything userId={userId} />}
      </SocketProvider>
    </StrictMode>
  )
  let view = render(<p />)

  return {
    ...{ realtime, renders, current, channels, timers },
    /** Signs somebody in, or out with `null`. */
    become: (userId: string | null, { isChatting = true } = {}) =>
      view.rerender(app(userId, isChatting)),
    /** Leaves the page without signing out, and comes to another one. */
    async leave() {
      view.unmount()
      await vi.waitFor(() => expect(channels.size).toBe(0))
      view = render(<p />)
    },
    clientOf: (userId: string): Client | null => findClient(connectionKey(configOf(userId))),
    /** What was rendered or heard for somebody. */
    shownTo: (userId: string | null) =>
      renders.filter((it) => it.userId === userId).map(({ shown }) => shown),
  }
}

/** Those that are open. */
function watchChannels(): ReadonlySet<object> {
  const open = new Set<object>()
  vi.stubGlobal('BroadcastChannel', function channel() {
    const it = { postMessage: () => {}, close: () => open.delete(it) }
    open.add(it)
    return it
  })
  return open
}

/** The time, with the timers that are set in this set. */
const clockOn = (timers: Set<unknown>): Platform['clock'] => ({
  now: () => Date.now(),
  setTimeout(run, ms) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
    return timer
  },
  clearTimeout(timer) {
    timers.delete(timer)
    clearTimeout(timer as undefined)
  },
})
