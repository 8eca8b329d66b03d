import { createServer } from 'node:http'
import { Adapter } from 'socket.io-adapter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSocketServer, type SocketServerOptions } from '../../src/createSocketServer'
import { recorder, startNode } from './redis'

function create(options: SocketServerOptions) {
  const io = createSocketServer(createServer(), options)
  onTestFinished(() => io.close())
  return io
}

describe('createSocketServer with an adapter', () => {
  it('refuses HTTP long polling without sticky sessions, and says both ways out', () => {
    const adapter = Adapter
    expect(() => create({ adapter })).toThrow(/transports: \['websocket'\].*stickySessions: true/)
    expect(() => create({ adapter, transports: ['polling'] })).toThrow(TypeError)
    expect(() => create({ adapter, stickySessions: false })).toThrow(TypeError)
  })

  it('takes either way out', () => {
    create({ adapter: Adapter, transports: ['websocket'] })
    create({ adapter: Adapter, stickySessions: true })
    create({ transports: ['polling'] })
  })
})

describe('createSocketServer', () => {
  const ask = (url: string, sid: string) =>
    fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`)

  it('says once how to make requests reach the node that knows their session', async () => {
    const logger = recorder()
    const options = { transports: ['polling' as const], logger }
    const [here, there] = [await startNode(options), await startNode(options)]
    const opened = await fetch(`${here.url}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string }
    for (let i = 0; i < 2; i++) expect((await ask(there.url, sid)).status).toBe(400)
    expect(logger.lines).toEqual([])
    for (let i = 0; i < 4; i++) await ask(there.url, sid)
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn'])
    expect(logger.lines[0]!.message).toMatch(/"Session ID unknown".*stickySessions: true/)
  })
})
