import createDebug from 'debug'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultLogger } from '../src/logger'
import { join, start } from './harness'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('createSocketServer', () => {
  it('has the transports and the heartbeat of the reference unless told otherwise', async () => {
    const { io } = await start()
    expect(io.engine.opts).toMatchObject({
      transports: ['websocket', 'polling'],
      pingInterval: 25_000,
      pingTimeout: 60_000,
      maxHttpBufferSize: 256 * 1024,
    })
    const { io: other } = await start({}, { pingInterval: 5000, transports: ['polling'] })
    expect(other.engine.opts).toMatchObject({ pingInterval: 5000, transports: ['polling'] })
  })

  it('closes the connection of who sends more than the transport takes', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const reason = new Promise((resolve) => ada.socket.on('disconnect', resolve))
    ada.socket.emit('message:send', { receiverId: 'bob', text: 'x'.repeat(300_000) })
    expect(await reason).toMatch(/^transport (close|error)$/)
    expect((await server.service.history({ userId: 'ada', peerId: 'bob' })).messages).toEqual([])
  })
})

describe('defaultLogger', () => {
  /** What `debug` does with the variable DEBUG when it is loaded. */
  function linesWith(names: string) {
    const lines: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
    createDebug.enable(names)
    defaultLogger().debug({ event: 'message:send', code: 'FORBIDDEN' }, 'event refused')
    createDebug.disable()
    return lines.join('')
  }

  it('prints everything under DEBUG=monhub:*, and otherwise warnings and errors only', () => {
    expect(linesWith('monhub:*')).toMatch(/monhub:server.*event refused.*FORBIDDEN/)
    expect(linesWith('other:*')).toBe('')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    defaultLogger().warn({ origin: 'a\nb' }, 'refused')
    expect(warn.mock.calls).toEqual([['[monhub] refused', '{"origin":"a\\\\u000ab"}']])
  })
})
