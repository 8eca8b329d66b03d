import { describe, expect, it } from 'vitest'
import { SOCKET_EVENTS } from '@monhub/realtime-server'
import { start } from './harness'

describe('the public names', () => {
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
