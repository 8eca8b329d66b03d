const { createElement } = require('react')
const { useChat } = require('@monhub/realtime-react')
const { createTestRealtime } = require('@monhub/realtime-react/testing')
const { cleanup, render, screen } = require('@testing-library/react')

function Chat({ peerId }) {
  const { messages, typingUsers } = useChat(peerId)
  return createElement(
    'div',
    null,
    messages.map(({ clientId, text }) => createElement('p', { key: clientId }, text)),
    typingUsers.map((userId) => createElement('i', { key: userId }, `${userId} types`)),
  )
}

const realtime = createTestRealtime()
afterEach(cleanup)
afterAll(realtime.close)

it('shows what somebody else sends', async () => {
  const bob = realtime.person('bob')
  render(createElement(Chat, { peerId: 'bob' }), { wrapper: realtime.wrapper('alice') })
  await bob.send('alice', 'hello')
  await screen.findByText('hello')
})

it('forgets after 6 s who stopped to type, by fake timers', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
  const cleo = realtime.person('cleo')
  render(createElement(Chat, { peerId: 'cleo' }), { wrapper: realtime.wrapper('alice') })
  await cleo.type('alice')
  await screen.findByText('cleo types')
  await jest.advanceTimersByTimeAsync(6000)
  expect(screen.queryByText('cleo types')).toBeNull()
  jest.useRealTimers()
})
