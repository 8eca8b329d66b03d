import {
  createChats,
  createConversations,
  createDataSync,
  createNotifications,
} from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient, settled } from './stubClient'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A page that shows everything there is to miss, all of it loaded. */
async function setUp() {
  const stub = createStubClient()
  const shown = [
    createChats(stub.client).open('peer').state,
    createConversations(stub.client).state,
    createNotifications(stub.client).state,
  ]
  for (const state of shown) state.subscribe(() => {})
  createDataSync(stub.client).subscribe('*', () => {})
  for (const { event, answer, payload } of stub.asked) {
    if (event === 'message:history')
      await answer({
        ...{ conversationId: (payload as { conversationId: string }).conversationId, messages: [] },
        ...{ hasMore: false, head: 0, cursors: [], unreadCount: 0 },
      })
    if (event === 'conversation:list') await answer({ conversations: [], unreadTotal: 0 })
    if (event === 'notification:list')
      await answer({ notifications: [], unreadCount: 0, hasMore: false })
    if (event === 'data:sync') await answer({ versions: {} })
  }
  const before = stub.asked.length
  const asked = () => stub.asked.slice(before).map(({ event }) => event)
  return { ...stub, asked }
}

const EVERYTHING = ['conversation:list', 'data:sync', 'message:sync', 'notification:list']

describe('server:missed', () => {
  it('asks for everything that is shown, at one random moment of those given', async () => {
    const { says, asked } = await setUp()
    says('server:missed', { withinMs: 1000 })
    await vi.advanceTimersByTimeAsync(499)
    expect(asked()).toEqual([])
    says('server:missed', { withinMs: 1000 })
    await vi.advanceTimersByTimeAsync(1)
    expect(asked().toSorted()).toEqual(EVERYTHING)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked()).toHaveLength(4)
  })

  it('asks for nothing any more once the client was closed', async () => {
    const { says, asked, close } = await setUp()
    says('server:missed', { withinMs: 1000 })
    close()
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked()).toEqual([])
  })
})

it('a page that woke up asks for everything that is shown at once', async () => {
  const { wake, asked } = await setUp()
  wake()
  await settled()
  expect(asked().toSorted()).toEqual(EVERYTHING)
})
