import { EventEmitter } from 'node:events'
import type { Socket } from 'socket.io-client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createAway } from '../../src/core/away'
import { browserPlatform } from '../../src/core/platform'

function setUp() {
  const emit = vi.fn()
  const socket = Object.assign(new EventEmitter(), { connected: true, emit })
  const away = createAway(socket as unknown as Socket, browserPlatform.isHidden)
  const becomes = (visibilityState: DocumentVisibilityState) => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState)
    away.tell()
  }
  const said = () => emit.mock.calls.splice(0).map(([, payload]: unknown[]) => payload)
  onTestFinished(() => void vi.restoreAllMocks())
  return { away, socket, becomes, said }
}

describe('createAway', () => {
  it('tells at once that the page is hidden, and that it is seen again, each once', () => {
    const { becomes, said } = setUp()
    becomes('visible')
    expect(said()).toEqual([])
    becomes('hidden')
    becomes('hidden')
    expect(said()).toEqual([{ away: true }])
    becomes('visible')
    expect(said()).toEqual([{ away: false }])
  })

  it('says it in the handshake of a page that is hidden, beside what the user set', () => {
    const { away, becomes, socket, said } = setUp()
    socket.connected = false
    expect(away.handshake(undefined)).toBeUndefined()
    becomes('hidden')
    expect(away.handshake(undefined)).toEqual({ away: true })
    expect(away.handshake({ status: 'busy' })).toEqual({ status: 'busy', away: true })
    socket.connected = true
    away.tell()
    expect(said()).toEqual([])
  })

  it('tells on connecting what changed after the handshake was written', () => {
    const { away, becomes, socket, said } = setUp()
    socket.connected = false
    away.handshake(undefined)
    becomes('hidden')
    expect(said()).toEqual([])
    socket.connected = true
    away.tell()
    expect(said()).toEqual([{ away: true }])
  })

  it('says nothing where there is no document', () => {
    const { away, said } = setUp()
    vi.stubGlobal('document', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(away.handshake(undefined)).toBeUndefined()
    away.tell()
    expect(said()).toEqual([])
  })
})
