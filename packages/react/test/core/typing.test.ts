// @vitest-environment node
import { directConversationId } from '@monhub/realtime-protocol'
import { createTypings } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stored } from './messages'
import { createStubClient } from './stubClient'

const conversationId = directConversationId('me', 'peer')

function setUp() {
  const stub = createStubClient()
  const typing = createTypings(stub.client).open('peer')
  const types = (userId: string, isTyping = true) =>
    stub.says('typing:update', { conversationId, userId, isTyping })
  return { ...stub, typing, types, users: () => typing.state.getState().typingUsers }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createTypings', () => {
  it('names who types, and renders once for many announcements', () => {
    const { typing, types, users } = setUp()
    const listener = vi.fn()
    typing.state.subscribe(listener)
    types('peer')
    types('peer')
    expect(users()).toEqual(['peer'])
    expect(listener).toHaveBeenCalledTimes(1)
    types('peer', false)
    expect(users()).toEqual([])
  })

  it('ends with their message, and not with that of another', () => {
    const { types, users, says } = setUp()
    types('peer')
    types('third')
    const message = stored(1, { conversationId, senderId: 'peer' })
    says('message:new', { message, sender: { _id: 'peer' } })
    expect(users()).toEqual(['third'])
  })

  it('ends with the connection', () => {
    const { types, users, disconnect } = setUp()
    types('peer')
    disconnect()
    expect(users()).toEqual([])
  })

  it('ends when the server that would have said so is gone', () => {
    const { types, users } = setUp()
    types('peer')
    vi.advanceTimersByTime(30_999)
    expect(users()).toEqual(['peer'])
    vi.advanceTimersByTime(1)
    expect(users()).toEqual([])
  })

  it('tells the receiver of a direct conversation, the conversation otherwise', () => {
    const { client, typing, emitted } = setUp()
    typing.setTyping(true)
    createTypings(client).open({ conversationId: 'team' }).setTyping(true)
    expect(emitted).toEqual([
      ['typing:start', { receiverId: 'peer' }],
      ['typing:start', { conversationId: 'team' }],
    ])
  })
})
