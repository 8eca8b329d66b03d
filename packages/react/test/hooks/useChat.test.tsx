import { useChat, type UseChatResult } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { Profiler, useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, connected, person, renderApp, serve, serveBehindNetwork } from '../support'

/** Renders the conversation and hands out what the hook gave last. */
function createChatView(peer: Parameters<typeof useChat>[0] = 'bob') {
  const current: { chat?: UseChatResult } = {}
  function View() {
    const chat = useChat(peer)
    useEffect(() => {
      current.chat = chat
    })
    const lines = chat.messages.map(({ text, delivery, isRead, error }) =>
      [text, delivery ?? 'theirs', isRead && 'read', error?.code].filter(Boolean).join(' '),
    )
    return (
      <>
        <p data-testid="lines">{lines.join(', ')}</p>
        <p data-testid="state">{[chat.status, chat.unreadCount, chat.hasMore].join(' ')}</p>
        <p data-testid="typing">{chat.typingUsers.join()}</p>
      </>
    )
  }
  return {
    view: <View />,
    chat: () => current.chat as UseChatResult,
    run: (step: (chat: UseChatResult) => unknown) =>
      act(async () => {
        await step(current.chat as UseChatResult)
      }),
  }
}
const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

describe('useChat', () => {
  it('loads the history, then shows what arrives', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    const { view } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    expect(screen.getByTestId('state').textContent).toBe('loading 0 false')
    await shows('lines', 'one theirs')
    await shows('state', 'ready 1 false')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await shows('lines', 'one theirs, two theirs')
    await shows('state', 'ready 2 false')
  })

  it('shows a sent message at once, once, and to every device of both', async () => {
    const server = await serve()
    const { view, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    const heard: string[] = []
    for (const userId of ['ana', 'bob', 'bob']) {
      const device = person(server, userId)
      device.on('message:new', ({ message }) => heard.push(`${userId} ${message.text}`))
      await connected(device)
    }
    const seen: string[] = []
    await run((chat) => {
      const sent = chat.send('hello')
      seen.push('returned')
      return sent
    })
    await shows('lines', 'hello sent')
    await vi.waitFor(() => expect(heard.sort()).toEqual(['ana hello', 'bob hello', 'bob hello']))
    expect(seen).toEqual(['returned'])
  })

  it('says sending first, and gives the stored message', async () => {
    const server = await serve()
    const { view, chat } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    let promise: ReturnType<UseChatResult['send']> | undefined
    act(() => {
      promise = chat().send('hello', { metadata: { listing: 7 } })
    })
    expect(screen.getByTestId('lines').textContent).toBe('hello sending')
    const message = await act(() => promise as NonNullable<typeof promise>)
    expect(message).toMatchObject({ seq: 1, metadata: { listing: 7 } })
    await shows('lines', 'hello sent')
  })

  it('shows what the peer has read, and tells the peer what was read here', async () => {
    const server = await serve()
    const { view, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    await run((chat) => chat.send('hello'))
    const bob = person(server, 'bob')
    await connected(bob)
    const { conversationId } = await bob.request('message:history', { peerId: 'ana' })
    await bob.request('message:read', { conversationId, upTo: 1 })
    await shows('lines', 'hello sent read')

    const read = new Promise((resolve) => {
      bob.on('message:read', ({ readBy, upTo }) => resolve({ readBy, upTo }))
    })
    await bob.request('message:send', { receiverId: 'ana', text: 'hi' })
    await shows('state', 'ready 1 false')
    await run((chat) => chat.markRead())
    expect(screen.getByTestId('state').textContent).toBe('ready 0 false')
    expect(screen.getByTestId('lines').textContent).toBe('hello sent read, hi theirs read')
    expect(await read).toEqual({ readBy: 'ana', upTo: 2 })
  })

  it('follows what was read on another device', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    const { view } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 1 false')
    const phone = person(server, 'ana')
    await connected(phone)
    const { conversationId } = await phone.request('message:history', { peerId: 'bob' })
    await phone.request('message:read', { conversationId, upTo: 1 })
    await shows('state', 'ready 0 false')
  })

  it('loads older pages, one at a time', async () => {
    const server = await serve()
    for (let n = 1; n <= 65; n++) {
      await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: `${n}` })
    }
    const { view, chat, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 65 true')
    expect(chat().messages).toHaveLength(30)
    await run(({ loadMore }) => {
      const loading = loadMore()
      expect(loadMore()).toBe(loading)
      return loading
    })
    expect(chat().messages).toHaveLength(60)
    await run(({ loadMore }) => loadMore())
    expect(chat().messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 65 }, (_, index) => index + 1),
    )
    await shows('state', 'ready 65 false')
  })

  it('catches up after the network was away: what was written meanwhile is there once', async () => {
    const { server, network } = await serveBehindNetwork()
    const { view, chat, run } = createChatView()
    renderApp(view, { url: network.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    await run(({ send }) => send('before'))
    network.cut()
    act(() => void chat().send('mine, meanwhile'))
    await shows('lines', 'before sent, mine, meanwhile queued')
    for (const text of ['theirs 1', 'theirs 2']) {
      await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text })
    }
    await network.restore()
    comeOnline()
    await shows('lines', 'before sent, theirs 1 theirs, theirs 2 theirs, mine, meanwhile sent')
  })

  it('sends what was refused again when told', async () => {
    let isAllowed = false
    const server = await serve({ authorize: (_, action) => action !== 'send' || isAllowed })
    const { view, chat, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    act(() => void chat().send('hello'))
    await shows('lines', 'hello failed FORBIDDEN')
    isAllowed = true
    await run(({ messages, retry }) => retry(messages[0]?.clientId ?? ''))
    await shows('lines', 'hello sent')
  })

  it('discards what failed', async () => {
    const server = await serve({ authorize: (_, action) => action !== 'send' })
    const { view, chat, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    act(() => void chat().send('hello'))
    await shows('lines', 'hello failed FORBIDDEN')
    await run(({ messages, discard }) => discard(messages[0]?.clientId ?? ''))
    await shows('lines', '')
  })

  it('shows why a conversation cannot be read', async () => {
    const server = await serve()
    const { view, chat } = createChatView({ conversationId: 'group of others' })
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'error 0 false')
    expect(chat().error?.code).toMatch(/FORBIDDEN|NOT_FOUND/)
  })

  it('is empty and harmless while nobody is signed in', async () => {
    const { view, chat } = createChatView()
    renderApp(view, { userId: null })
    expect(screen.getByTestId('state').textContent).toBe('idle 0 false')
    chat().markRead()
    chat().setTyping(true)
    await chat().loadMore()
    await expect(chat().send('hello')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('keeps the identity of its functions', async () => {
    const server = await serve()
    const { view, chat, run } = createChatView()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 0 false')
    const { send, retry, discard, markRead, loadMore, setTyping } = chat()
    await run(() => chat().send('hello'))
    expect(chat()).toMatchObject({ send, retry, discard, markRead, loadMore, setTyping })
  })

  it('renders for what is read only', async () => {
    const server = await serve()
    const renders = { messages: 0, typing: 0, composer: 0 }
    const Messages = () => <p data-testid="messages">{useChat('bob').messages.length}</p>
    const Typing = () => <p data-testid="typing">{useChat('bob').typingUsers.join()}</p>
    function Composer() {
      const { send } = useChat('bob')
      return <button onClick={() => void send('hi')}>Send</button>
    }
    const count = (id: string) => {
      renders[id as keyof typeof renders]++
    }
    const parts = { messages: <Messages />, typing: <Typing />, composer: <Composer /> }
    const ui = Object.entries(parts).map(([id, part]) => (
      <Profiler key={id} id={id} onRender={count}>
        {part}
      </Profiler>
    ))
    renderApp(ui, { url: server.url, userId: 'ana' })
    const bob = person(server, 'bob')
    await connected(bob)
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(true))
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    await shows('messages', '1')
    const before = { ...renders }
    bob.emit('typing:start', { receiverId: 'ana' })
    await shows('typing', 'bob')
    expect(renders).toEqual({ ...before, typing: before.typing + 1 })
    bob.emit('typing:stop', { receiverId: 'ana' })
    await shows('typing', '')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await shows('messages', '2')
    expect(renders).toEqual({
      messages: before.messages + 1,
      typing: before.typing + 2,
      composer: before.composer,
    })
  })

  it('loads nothing for a component that only sends', async () => {
    const server = await serve()
    const asked: string[] = []
    server.io.on('connection', (socket) => {
      socket.onAny((event: string) => asked.push(event))
    })
    const actions: Partial<UseChatResult> = {}
    function Composer() {
      const { send } = useChat('bob')
      useEffect(() => void Object.assign(actions, { send }), [send])
      return null
    }
    renderApp(<Composer />, { url: server.url, userId: 'ana' })
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(true))
    expect(await actions.send?.('hi')).toMatchObject({ seq: 1 })
    expect(asked).toEqual(['message:send'])
  })
})

describe('useChat with a selector', () => {
  it('takes one that gives a new object each time', async () => {
    const server = await serve()
    const says = (text: string) =>
      server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text })
    await says('one')
    function Last() {
      const { text } = useChat('bob', {
        select: ({ messages, send }) => ({ text: messages.at(-1)?.text, send }),
      })
      return <p data-testid="last">{text}</p>
    }
    renderApp(<Last />, { url: server.url, userId: 'ana' })
    await shows('last', 'one')
    await says('two')
    await shows('last', 'two')
  })

  it('renders for the selected part only, with a selector written inline', async () => {
    const server = await serve()
    const rendered: string[][] = []
    function Texts() {
      const texts = useChat('bob', {
        select: ({ messages }) => messages.map(({ text }) => text),
        isEqual: (one, other) => one.join() === other.join(),
      })
      rendered.push(texts)
      return <p data-testid="texts">{texts.join(' ')}</p>
    }
    renderApp(<Texts />, { url: server.url, userId: 'ana' })
    const bob = person(server, 'bob')
    await connected(bob)
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    await shows('texts', 'one')
    const before = rendered.length
    await bob.request('typing:start', { receiverId: 'ana' })
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await shows('texts', 'one two')
    expect(rendered.slice(before)).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ])
  })
})
