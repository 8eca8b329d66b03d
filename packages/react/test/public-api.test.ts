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
      'useEmit',
      'useIsOnline',
      'useNotifications',
      'useOnlineUsers',
      'usePresence',
      'useRequest',
      'useSetPresence',
      'useSocket',
      'useSocketListener',
      'useSuspenseChat',
      'useSuspenseConversations',
      'useSuspenseNotifications',
      'useTyping',
      'useUnreadCount',
    ])
  })

  it('of /core', () => {
    expect(Object.keys(core).sort()).toEqual([
      'IDLE',
      'RealtimeError',
      'acquireClient',
      'combine',
      'connectionKey',
      'constant',
      'conversationIdOf',
      'createCatchUp',
      'createChats',
      'createClient',
      'createConversations',
      'createDataSync',
      'createLastSeen',
      'createLost',
      'createNotifications',
      'createOwnPresence',
      'createPresence',
      'createSelection',
      'createStore',
      'createTracked',
      'createTypings',
      'createUsersOnline',
      'fields',
      'findClient',
      'isRealtimeError',
      'nextClient',
      'select',
      'whenLoaded',
    ])
  })
})
