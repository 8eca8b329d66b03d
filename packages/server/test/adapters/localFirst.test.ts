import { createServer } from 'node:http'
import { Server, type Namespace } from 'socket.io'
import { ClusterAdapter, type ClusterMessage } from 'socket.io-adapter'
import { expect, it, onTestFinished, vi } from 'vitest'
import { deliverLocallyFirst } from '../../src/adapters/localFirst'

/** Its bus takes everything and never answers. */
// Socket.IO's adapters are made by extending them.
// eslint-disable-next-line no-restricted-syntax
class SilentAdapter extends ClusterAdapter {
  readonly #published: object[]

  constructor(nsp: Namespace, published: object[]) {
    super(nsp)
    this.#published = published
  }

  protected doPublish({ uid, nsp, ...message }: ClusterMessage) {
    this.#published.push(structuredClone(message))
    return new Promise<string>(() => {})
  }

  protected doPublishResponse() {
    return Promise.resolve()
  }
}

function startAlone() {
  const published: object[] = []
  const io = new Server(createServer())
  onTestFinished(() => void io.close())
  const adapter = new SilentAdapter(io.of('/'), published)
  deliverLocallyFirst(adapter)
  const encode = vi.spyOn(adapter as unknown as { _encode: () => unknown[] }, '_encode')
  return { adapter, published, encode }
}

const to = (...rooms: string[]) => ({ rooms: new Set(rooms), except: new Set<string>(), flags: {} })

it('publishes what nobody here is in, and does not encode it', () => {
  const { adapter, published, encode } = startAlone()
  void adapter.addAll('socket-1', new Set(['here']))
  void adapter.broadcast({ type: 2, data: ['news'] }, to('elsewhere', 'nowhere'))
  const opts = { rooms: ['elsewhere', 'nowhere'], except: [], flags: {} }
  expect(published).toEqual([{ type: 3, data: { packet: { type: 2, data: ['news'] }, opts } }])
  expect(encode).not.toHaveBeenCalled()

  void adapter.broadcast({ type: 2, data: ['news'] }, to('elsewhere', 'here'))
  void adapter.broadcast({ type: 2, data: ['news'] }, to())
  expect(encode).toHaveBeenCalledTimes(2)
  adapter.delAll('socket-1')
  void adapter.broadcast({ type: 2, data: ['news'] }, to('here'))
  void adapter.broadcast({ type: 2, data: ['news'] }, to())
  expect(encode).toHaveBeenCalledTimes(2)
  expect(published).toHaveLength(5)
})

it('publishes nothing that is meant for this node alone', () => {
  const { adapter, published, encode } = startAlone()
  void adapter.addAll('socket-1', new Set(['here']))
  void adapter.broadcast({ type: 2, data: ['news'] }, { ...to('here'), flags: { local: true } })
  expect(published).toEqual([])
  expect(encode).toHaveBeenCalledTimes(1)
})
