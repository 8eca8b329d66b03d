import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { describe, expect, it } from 'vitest'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { byToken } from '../harness'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

describe('createSocketService', () => {
  it('refuses a server with connection state recovery, which passes by `authenticate`', () => {
    const connectionStateRecovery = { skipMiddlewares: false }
    const ours = createSocketServer(createServer(), { connectionStateRecovery, logger: quiet })
    const theirs = new Server({ connectionStateRecovery })
    for (const host of [ours, theirs, theirs.of('/realtime')]) {
      expect(() => createSocketService(host, { ...byToken, logger: quiet })).toThrow(
        /connectionStateRecovery/,
      )
    }
  })
})
