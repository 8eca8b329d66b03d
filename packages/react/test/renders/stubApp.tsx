import type { RealtimeSocket } from '@monhub/realtime-react/core'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished, vi } from 'vitest'
import { createListeners } from '../../src/core/listeners'
import { realtimeContext } from '../../src/hooks/context'
import { createStubClient } from '../core/stubClient'

type Payload = Record<string, unknown>

/**
 * An app whose server is the test, without StrictMode, so that renders can be counted. What changes
 * of the client comes in `act`, each of its own: React may not count several as one.
 */
export function renderStubApp(ui: ReactNode) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const stub = createStubClient()
  const socketListeners = createListeners((_, error) => {
    throw error
  })
  const connection = {
    getState: () => ({ status: 'connected' }),
    getInitialState: () => ({ status: 'idle' }),
    subscribe: () => () => {},
  }
  Object.assign(stub.client, { socketListeners, connection, socket: {} as RealtimeSocket })
  const onSubscribe = vi.spyOn(socketListeners, 'on')
  const { Provider } = realtimeContext()
  render(<Provider value={stub.client}>{ui}</Provider>)

  return {
    socketListeners,
    onSubscribe,
    says(...args: Parameters<typeof stub.says>) {
      act(() => stub.says(...args))
    },
    /** Answers the requests of this name that have no answer yet, and those that follow. */
    async answers(event: string, answer: (payload: Payload) => object) {
      for (const asked of stub.asked.filter((it) => it.event === event))
        await act(() => asked.answer(answer(asked.payload as Payload)))
    },
    /** Lets what waits for microtasks happen: watches are asked for in one. */
    settle: () => act(() => vi.advanceTimersByTimeAsync(0)),
  }
}

/** Counts the renders of each component by a name it gives itself. */
export function createRenderCount() {
  const counts = new Map<string, number>()
  return {
    count: (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    /** Forgets what was counted so far. */
    reset: () => counts.clear(),
    /** Those that rendered since the last reset. */
    rendered: () => Object.fromEntries(counts),
  }
}
