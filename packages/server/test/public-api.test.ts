import { describe, expect, it } from 'vitest'
import * as main from '@monhub/realtime-server'
import * as express from '@monhub/realtime-server/express'
import * as jwt from '@monhub/realtime-server/jwt'
import * as sqlite from '@monhub/realtime-server/sqlite'
import * as testing from '@monhub/realtime-server/testing'
import { SOCKET_EVENTS } from '@monhub/realtime-server'
import { start } from './harness'

describe('the public names', () => {
  it('are these', () => {
    expect(Object.keys(main).sort()).toEqual([
      'SOCKET_EVENTS',
      'createHealthHandler',
      'createSocketManager',
      'createSocketServer',
      'createSocketService',
      'defineContract',
      'isRealtimeError',
      'memoryStore',
      'realtimeError',
    ])
    expect(Object.keys(express).sort()).toEqual(['createMessageRouter', 'expressAuth'])
    expect(Object.keys(jwt)).toEqual(['jwtAuth'])
    expect(Object.keys(sqlite)).toEqual(['sqliteStore'])
    expect(Object.keys(testing).sort()).toEqual([
      'connectTestClient',
      'createMemoryServer',
      'startTestCluster',
      'startTestServer',
    ])
  })

  it('of the service are these', async () => {
    const { service } = await start()
    expect(Object.keys(service).sort()).toEqual([
      'close',
      'deleteMessage',
      'disconnectSession',
      'disconnectUser',
      'editMessage',
      'emitToAll',
      'emitToUser',
      'emitToUsers',
      'eraseUser',
      'getOnlineUsers',
      'health',
      'history',
      'isOriginAllowed',
      'isUserOnline',
      'markRead',
      'notify',
      'on',
      'onPresence',
      'prune',
      'publishUpdate',
      'reactToMessage',
      'sendMessage',
      'updateMembers',
    ])
  })

  it('of the events are those of the reference', () => {
    expect(SOCKET_EVENTS).toEqual({
      USER_CONNECT: 'user:connect',
      USER_DISCONNECT: 'disconnect',
      USERS_ONLINE: 'users:online',
      MESSAGE_SEND: 'message:send',
      MESSAGE_NEW: 'message:new',
      MESSAGE_READ: 'message:read',
      TYPING_START: 'typing:start',
      TYPING_STOP: 'typing:stop',
      TYPING_UPDATE: 'typing:update',
      NOTIFICATION_NEW: 'notification:new',
      DATA_UPDATE: 'data:update',
    })
  })
})
