// @vitest-environment node
import * as main from '@monhub/realtime-react'
import * as core from '@monhub/realtime-react/core'
import { describe, expect, it } from 'vitest'

describe('the public names', () => {
  it('of the main entry', () => {
    expect(Object.keys(main).sort()).toEqual([
      'RealtimeError',
      'RealtimeSyncProvider',
      'SOCKET_EVENTS',
      'SocketProvider',
      'isRealtimeError',
      'useChat',
      'useConnection',
      'useConversations',
      'useDataUpdate',
      'useIsOnline',
      'useNotifications',
      'useOnlineUsers',
      'usePresence',
      'useSetPresence',
      'useSocket',
      'useSocketListener',
      'useTyping',
      'useUnreadCount',
    ])
  })

  it('of /core', () => {
    expect(Object.keys(core).sort()).toEqual([
      'IDLE',
      'RealtimeError',
      'acquireClient',
      'connectionKey',
      'constant',
      'conversationIdOf',
      'createChats',
      'createClient',
      'createConversations',
      'createDataSync',
      'createLastSeen',
      'createNotifications',
      'createOwnPresence',
      'createPresence',
      'createStore',
      'createTracked',
      'createTypings',
      'createUsersOnline',
      'fields',
      'findClient',
      'isRealtimeError',
      'select',
    ])
  })
})
