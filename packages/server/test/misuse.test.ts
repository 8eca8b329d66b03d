import { createServer } from 'node:http'
import { createMessageRouter } from '@monhub/realtime-server/express'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { mongoStore } from '@monhub/realtime-server/mongodb'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { Server } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { byToken, join, start } from './harness'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
/** As from code without types. */
const untyped = (value: unknown) => value as never

describe('what is called with the wrong thing says the fix', () => {
  it.each([
    ['createSocketServer(app)', () => createSocketServer(untyped(() => {})), 'createServer(app)'],
    ['createSocketServer(4000)', () => createSocketServer(untyped(4000)), 'createServer(app)'],
    [
      'origins as a text',
      () => createSocketServer(createServer(), { origins: untyped('https://a.example') }),
      "['https://example.com']",
    ],
    [
      'createSocketService(httpServer)',
      () => createSocketService(untyped(createServer()), byToken),
      'createSocketServer(httpServer)',
    ],
    [
      'createSocketService()',
      () => createSocketService(untyped(undefined), byToken),
      'createSocketServer(httpServer)',
    ],
    [
      'store: a path',
      () => createSocketService(new Server(), { ...byToken, store: untyped('file.db') }),
      'sqliteStore(new Database(',
    ],
    ['sqliteStore(a path)', () => sqliteStore(untyped('file.db')), 'new Database('],
    ['mongoStore(undefined)', () => mongoStore(untyped(undefined)), 'client.db()'],
    [
      'createMessageRouter without userId',
      () => createMessageRouter(untyped({}), untyped({})),
      'userId: (req) => req.user?.id',
    ],
  ])('%s', (_, call, fix) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(fix)
  })

  it('a second service on a namespace', async () => {
    const { io, service } = await start(byToken)
    const again = () => createSocketService(io, { ...byToken, logger: silent })
    expect(again).toThrow('twice for the namespace /')
    const other = createSocketService(io.of('/other'), { ...byToken, logger: silent })
    await other.close()
    await service.close()
    expect(again).toThrow('After close() the next one needs a new Socket.IO server')
  })
})

describe('an HTTP server that nobody calls listen of', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  function create() {
    const warn = vi.fn()
    const httpServer = createServer()
    createSocketServer(httpServer, { logger: { ...silent, warn } })
    return { httpServer, said: () => warn.mock.calls.map(([, sentence]) => String(sentence)) }
  }

  it('is warned of once, after 10 s', () => {
    const { said } = create()
    vi.advanceTimersByTime(9_999)
    expect(said()).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(said()).toEqual([expect.stringContaining('httpServer.listen(…)')])
  })

  it('is not, once it listens', async () => {
    const { httpServer, said } = create()
    onTestFinished(() => void httpServer.close())
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
    vi.advanceTimersByTime(60_000)
    expect(said()).toEqual([])
  })
})

describe('a userId that is none', () => {
  it.each(['', 'with space', 42, ['ana']])('%j is refused for another session', async (userId) => {
    const server = await start(byToken)
    const auth = { token: 'token-ana' }
    await expect(join(server, userId as string, { auth })).rejects.toMatchObject({
      data: { code: 'IDENTITY_MISMATCH' },
    })
  })

  it('is refused in trust mode with what is wrong', async () => {
    await expect(join(await start(), '')).rejects.toMatchObject({
      data: {
        code: 'IDENTITY_MISMATCH',
        message: expect.stringMatching(/must be a user id.*SocketProvider/) as string,
      },
    })
  })
})
