// @vitest-environment node
import { RealtimeError } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLoader } from '../../src/core/loader'
import { createStubClient, settled } from './stubClient'

const refusal = (code: RealtimeError['code']) => new RealtimeError({ code, message: code })

/** A loader whose fetches the test ends. */
function setUp() {
  const stub = createStubClient()
  const fetches: { resolve(): void; reject(error: unknown): void }[] = []
  const onError = vi.fn()
  const load = () =>
    new Promise<void>((resolve, reject) => {
      fetches.push({ resolve, reject })
    })
  return { ...stub, fetches, onError, loader: createLoader(stub.client, load, onError) }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('createLoader', () => {
  it('fetches when somebody looks, once', async () => {
    const { fetches, loader } = setUp()
    expect(fetches).toHaveLength(0)
    loader.setActive(true)
    fetches[0]?.resolve()
    await settled()
    loader.setActive(false)
    loader.setActive(true)
    expect(fetches).toHaveLength(1)
  })

  it('fetches again after a reconnect, or when somebody looks after it', async () => {
    const { fetches, loader, disconnect, connect } = setUp()
    loader.setActive(true)
    fetches[0]?.resolve()
    await settled()
    disconnect()
    connect()
    expect(fetches).toHaveLength(2)
    fetches[1]?.resolve()
    await settled()
    loader.setActive(false)
    connect()
    expect(fetches).toHaveLength(2)
    loader.setActive(true)
    expect(fetches).toHaveLength(3)
  })

  it('fetches once more for all that asked during a fetch', async () => {
    const { fetches, loader } = setUp()
    loader.setActive(true)
    loader.reload()
    loader.reload()
    expect(fetches).toHaveLength(1)
    fetches[0]?.resolve()
    await settled()
    expect(fetches).toHaveLength(2)
  })

  it('tries again with backoff, and says why', async () => {
    const { fetches, onError, loader } = setUp()
    loader.setActive(true)
    fetches[0]?.reject(refusal('STORE_UNAVAILABLE'))
    await vi.advanceTimersByTimeAsync(999)
    expect(onError).toHaveBeenCalledTimes(1)
    expect(fetches).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(fetches).toHaveLength(2)
  })

  it('leaves a permanent failure alone until somebody looks anew', async () => {
    const { fetches, loader } = setUp()
    loader.setActive(true)
    fetches[0]?.reject(refusal('FORBIDDEN'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(fetches).toHaveLength(1)
    loader.setActive(false)
    loader.setActive(true)
    expect(fetches).toHaveLength(2)
  })

  it('waits for the next connection when this one was lost, without calling it an error', async () => {
    const { fetches, onError, loader, disconnect, connect } = setUp()
    loader.setActive(true)
    disconnect()
    fetches[0]?.reject(refusal('DISCONNECTED'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(fetches).toHaveLength(1)
    connect()
    expect(fetches).toHaveLength(2)
    expect(onError).not.toHaveBeenCalled()
  })

  it('fetches again when something came in during a fetch, and only then', async () => {
    const { fetches, loader } = setUp()
    loader.setActive(true)
    loader.touch()
    fetches[0]?.resolve()
    await vi.advanceTimersByTimeAsync(250)
    expect(fetches).toHaveLength(2)
    fetches[1]?.resolve()
    await settled()
    loader.touch()
    await vi.advanceTimersByTimeAsync(250)
    expect(fetches).toHaveLength(2)
  })
})
