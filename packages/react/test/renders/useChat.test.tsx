import { useChat, useTyping } from '@monhub/realtime-react'
import { directConversationId } from '@monhub/realtime-protocol'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { stored, storedRange } from '../core/messages'
import { createRenderCount, renderStubApp } from './stubApp'

/** Two conversations, each with a list of messages, an indicator and a button that only sends. */
async function setUp() {
  const renders = createRenderCount()
  function List({ peer }: { peer: string }) {
    renders.count(`list of ${peer}`)
    const { messages } = useChat(peer)
    return <p data-testid={`list of ${peer}`}>{messages.map(({ text }) => text).join()}</p>
  }
  function Indicator({ peer }: { peer: string }) {
    renders.count(`indicator of ${peer}`)
    return <p data-testid={`indicator of ${peer}`}>{useTyping(peer).typingUsers.join()}</p>
  }
  function Sender({ peer }: { peer: string }) {
    renders.count(`sender of ${peer}`)
    const { send } = useChat(peer)
    return <button onClick={() => void send('hi')}>send</button>
  }
  const app = renderStubApp(
    ['bob', 'eve'].map((peer) => (
      <div key={peer}>
        <List peer={peer} />
        <Indicator peer={peer} />
        <Sender peer={peer} />
      </div>
    )),
  )
  await app.answers('message:history', ({ conversationId }) => ({
    ...{ conversationId, messages: storedRange(1, 2), hasMore: false },
    ...{ head: 2, cursors: [], unreadCount: 0 },
  }))
  const text = (id: string) => screen.getByTestId(id).textContent
  expect(text('list of bob')).toBe('text 1,text 2')
  expect(text('list of eve')).toBe('text 1,text 2')
  renders.reset()
  const conversationId = directConversationId('me', 'bob')
  return { ...app, renders, text, conversationId }
}

describe('useChat', () => {
  it('renders what shows the messages of a conversation once for each, and nothing else', async () => {
    const { says, renders, text, conversationId } = await setUp()
    for (const seq of [3, 4, 5]) {
      const message = stored(seq, { conversationId, senderId: 'bob' })
      says('message:new', { message, sender: { _id: 'bob' } })
    }
    expect(text('list of bob')).toBe('text 1,text 2,text 3,text 4,text 5')
    expect(renders.rendered()).toEqual({ 'list of bob': 3 })
  })

  it('renders nothing for a message of a conversation that is not shown', async () => {
    const { says, renders } = await setUp()
    const message = stored(1, { conversationId: 'team' })
    says('message:new', { message, sender: { _id: 'peer' } })
    expect(renders.rendered()).toEqual({})
  })
})

describe('useTyping', () => {
  it('renders the indicator of one conversation, and no list of messages', async () => {
    const { says, renders, text, conversationId } = await setUp()
    const typing = { conversationId, userId: 'bob' }
    says('typing:update', { ...typing, isTyping: true })
    expect(text('indicator of bob')).toBe('bob')
    expect(renders.rendered()).toEqual({ 'indicator of bob': 1 })
    says('typing:update', { ...typing, isTyping: true })
    expect(renders.rendered()).toEqual({ 'indicator of bob': 1 })
    says('typing:update', { ...typing, isTyping: false })
    expect(text('indicator of bob')).toBe('')
    expect(renders.rendered()).toEqual({ 'indicator of bob': 2 })
  })
})
