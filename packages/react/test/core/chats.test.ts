// @vitest-environment node
import { directConversationId, type Message } from '@monhub/realtime-protocol'
import { createChats, type Chat } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { act, cursor, stored, storedRange, synced } from './messages'
import { createStubClient, settled } from './stubClient'

const conversationId = directConversationId('me', 'peer')

/** An open conversation that holds the messages 1 and 2. */
async function setUp() {
  const stub = createStubClient()
  const chats = createChats(stub.client)
  const chat = chats.open('peer')
  const unsubscribe = chat.state.subscribe(() => {})
  await stub.at(0).answer(page(storedRange(1, 2)))
  const arrives = (seq: number, rest: Partial<Message> = {}) =>
    stub.says('message:new', {
      message: stored(seq, { conversationId, ...rest }),
      sender: { _id: 'x' },
    })
  return { ...stub, chats, chat, arrives, unsubscribe }
}
const page = (messages: Message[]) => ({
  conversationId,
  messages,
  hasMore: false,
  head: messages.at(-1)?.seq ?? 0,
  cursors: [],
  unreadCount: 0,
})
const answerOf = (...args: Parameters<typeof synced>) => ({
  conversations: [{ ...synced(...args), conversationId }],
})
const seqs = (chat: Chat) => chat.state.getState().messages.map(({ seq }) => seq)

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('createChats', () => {
  it('gives the same conversation by person and by id', () => {
    const { client } = createStubClient()
    const chats = createChats(client)
    expect(chats.open('peer')).toBe(chats.open({ conversationId }))
  })

  it('keeps what is read in the same breath as the first page', async () => {
    const stub = createStubClient()
    const chat = createChats(stub.client).open('peer')
    chat.state.subscribe(() => {})
    void stub.at(0).answer(page([]))
    const message = stored(1, { conversationId })
    stub.says('message:new', { message, sender: { _id: 'peer' } })
    await settled()
    expect(seqs(chat)).toEqual([1])
  })

  it.each([
    ['that of an unsent message', Infinity],
    ['none', NaN],
    ['an event', {} as number],
  ])('marks up to the newest stored message where the number is %s', async (_, seq) => {
    const { chat, asked, arrives } = await setUp()
    void chat.send('mine')
    chat.markRead(seq)
    expect(chat.state.getState()).toMatchObject({ readUpTo: 2, unreadCount: 0 })
    arrives(3)
    expect(chat.state.getState()).toMatchObject({ readUpTo: 2, unreadCount: 1 })
    expect(asked.filter(({ event }) => event === 'message:read')).toMatchObject([
      { payload: { conversationId, upTo: 2 } },
    ])
  })

  it('keeps what arrives while an older page is loading', async () => {
    const stub = createStubClient()
    const chat = createChats(stub.client).open('peer')
    chat.state.subscribe(() => {})
    await stub.at(0).answer({ ...page(storedRange(3, 4)), hasMore: true })
    const loading = chat.loadMore()
    const message = stored(5, { conversationId })
    stub.says('message:new', { message, sender: { _id: 'peer' } })
    await stub.at(1).answer({ ...page(storedRange(1, 2)), head: 5 })
    await loading
    expect(seqs(chat)).toEqual([1, 2, 3, 4, 5])
  })

  it('never shows a message twice, also when several arrive at once', async () => {
    const { chat, arrives } = await setUp()
    const twice: string[] = []
    chat.state.subscribe(() => {
      const ids = chat.state.getState().messages.map(({ clientId }) => clientId)
      twice.push(...ids.filter((id, at) => ids.indexOf(id) !== at))
    })
    for (const text of ['one', 'two', 'three']) void chat.send(text)
    await settled()
    const [one, two, three] = chat.state.getState().messages.slice(2)
    arrives(5, { senderId: 'me', clientId: three!.clientId, text: 'three' })
    arrives(4, { senderId: 'me', clientId: two!.clientId, text: 'two' })
    arrives(3, { senderId: 'me', clientId: one!.clientId, text: 'one' })
    expect(seqs(chat)).toEqual([1, 2, 3, 4, 5])
    expect(twice).toEqual([])
  })

  it('drops an older page when the log was replaced meanwhile', async () => {
    const stub = createStubClient()
    const chat = createChats(stub.client).open('peer')
    chat.state.subscribe(() => {})
    await stub.at(0).answer({ ...page(storedRange(3, 4)), hasMore: true })
    const loading = chat.loadMore()
    stub.wake()
    await settled()
    await stub.at(2).answer(answerOf(storedRange(600, 601), { reset: true }))
    await stub.at(1).answer(page(storedRange(1, 2)))
    await loading
    expect(seqs(chat)).toEqual([600, 601])
  })

  it('syncs as soon as a message leaves a gap, and shows nothing out of order', async () => {
    const { chat, arrives, at } = await setUp()
    arrives(4)
    expect(seqs(chat)).toEqual([1, 2])
    await vi.advanceTimersByTimeAsync(0)
    expect(at(1)).toMatchObject({
      event: 'message:sync',
      payload: { conversations: [{ conversationId, after: 2 }] },
    })
    await at(1).answer(answerOf(storedRange(3, 4)))
    expect(seqs(chat)).toEqual([1, 2, 3, 4])
  })

  it('asks once a second for what was announced and is not there yet', async () => {
    const { chat, arrives, asked, at } = await setUp()
    arrives(4)
    await vi.advanceTimersByTimeAsync(0)
    await at(1).answer(answerOf([], { head: 2 }))
    await vi.advanceTimersByTimeAsync(999)
    expect(asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    await at(2).answer(answerOf(storedRange(3, 4)))
    expect(seqs(chat)).toEqual([1, 2, 3, 4])
  })

  it('goes on while the server has more', async () => {
    const { chat, disconnect, connect, at } = await setUp()
    disconnect()
    connect()
    await vi.advanceTimersByTimeAsync(0)
    await at(1).answer(answerOf(storedRange(3, 4), { head: 6, hasMore: true }))
    await at(2).answer(answerOf(storedRange(5, 6)))
    expect(seqs(chat)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('syncs all open conversations in one request after a reconnect', async () => {
    const { chats, disconnect, connect, asked, at } = await setUp()
    chats.open({ conversationId: 'team' }).state.subscribe(() => {})
    await at(1).answer({ ...page(storedRange(1, 1)), conversationId: 'team' })
    chats.open('closed')
    disconnect()
    connect()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.slice(2).map(({ payload }) => payload)).toEqual([
      {
        conversations: [
          { conversationId, after: 2 },
          { conversationId: 'team', after: 1 },
        ],
      },
    ])
  })

  it('catches up with a closed conversation when it is opened again', async () => {
    const { chat, unsubscribe, disconnect, connect, asked, at } = await setUp()
    unsubscribe()
    disconnect()
    connect()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toHaveLength(1)
    chat.state.subscribe(() => {})
    await vi.advanceTimersByTimeAsync(0)
    await at(1).answer(answerOf([stored(3, { conversationId })]))
    expect(seqs(chat)).toEqual([1, 2, 3])
  })

  it('asks when the page wakes up, and once a minute', async () => {
    const { wake, asked, at } = await setUp()
    wake()
    await vi.advanceTimersByTimeAsync(0)
    await at(1).answer(answerOf([], { head: 2 }))
    await vi.advanceTimersByTimeAsync(59_999)
    expect(asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveLength(3)
  })

  it('forgets a conversation without access', async () => {
    const { chat, wake, at } = await setUp()
    wake()
    await vi.advanceTimersByTimeAsync(0)
    await at(1).answer({ conversations: [] })
    expect(chat.state.getState()).toMatchObject({ status: 'error', error: { code: 'FORBIDDEN' } })
    expect(seqs(chat)).toEqual([])
  })

  it('shows a message once, whether it is announced or acknowledged first', async () => {
    const { chat, arrives, at } = await setUp()
    for (const [index, isAnnouncedFirst] of [true, false].entries()) {
      void chat.send('mine')
      await settled()
      const { clientId } = at(-1).payload as { clientId: string }
      const mine = { seq: 3 + index, clientId, senderId: 'me' }
      const announce = () => arrives(mine.seq, mine)
      if (isAnnouncedFirst) announce()
      await at(-1).answer({ message: stored(mine.seq, { ...mine, conversationId }) })
      if (!isAnnouncedFirst) announce()
      expect(seqs(chat).slice(2)).toEqual([3, 4].slice(0, index + 1))
    }
  })

  it('shows a stored message after the others until the gap before it is filled', async () => {
    const { chat, at } = await setUp()
    void chat.send('mine')
    await settled()
    const { clientId } = at(1).payload as { clientId: string }
    const message = stored(4, { conversationId, clientId, senderId: 'me' })
    await at(1).answer({ message })
    expect(chat.state.getState().messages.at(-1)).toMatchObject({ seq: 4, delivery: 'sent' })
    expect(seqs(chat)).toEqual([1, 2, 4])
    await at(2).answer(answerOf([stored(3, { conversationId }), message]))
    expect(seqs(chat)).toEqual([1, 2, 3, 4])
  })

  it('keeps the identity of what did not change', async () => {
    const { chat, arrives } = await setUp()
    const before = chat.state.getState().messages
    arrives(3)
    const after = chat.state.getState().messages
    expect(after.slice(0, 2).every((message, index) => message === before[index])).toBe(true)
  })
})

describe('a group', () => {
  const team = 'team'
  const teamPage = (messages: Message[], memberIds = ['me', 'peer']) => ({
    ...page(messages.map((message) => ({ ...message, conversationId: team }))),
    conversationId: team,
    memberIds,
  })
  const member = (seq: number, added: string[], removed: string[] = []) =>
    act(seq, { kind: 'member', added, removed, conversationId: team })

  async function setUpTeam() {
    const stub = createStubClient()
    const chat = createChats(stub.client).open({ conversationId: team })
    chat.state.subscribe(() => {})
    await stub.at(0).answer(teamPage(storedRange(1, 2)))
    const state = () => chat.state.getState()
    return { ...stub, chat, state }
  }

  it('has members that come and go', async () => {
    const { says, state } = await setUpTeam()
    expect(state().members).toEqual(['me', 'peer'])
    says('message:entry', member(3, ['bob'], ['peer']))
    expect(state().members).toEqual(['bob', 'me'])
  })

  it('says how far I have read, and who has seen what', async () => {
    const { says, state, chat } = await setUpTeam()
    expect(state().readUpTo).toBe(0)
    chat.markRead(1)
    const { userId: readBy, ...rest } = cursor('peer', 2)
    says('message:read', { readBy, messageIds: [], conversationId: team, ...rest })
    expect(state().readUpTo).toBe(1)
    expect(state().messages.map(({ seenBy }) => seenBy)).toEqual([['me'], ['peer']])
  })

  it('is forgotten by whoever is removed, and loaded anew by whoever is added again', async () => {
    const { says, state, asked, at } = await setUpTeam()
    says('message:entry', member(3, [], ['me']))
    expect(state()).toMatchObject({ status: 'error', error: { code: 'FORBIDDEN' } })
    expect(state()).toMatchObject({ messages: [], members: [], unreadCount: 0 })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(asked).toHaveLength(1)
    says('message:entry', member(5, ['me']))
    await settled()
    expect(at(1).event).toBe('message:history')
    await at(1).answer({ ...teamPage([stored(1), stored(4)]), head: 5 })
    expect(state()).toMatchObject({ status: 'ready', error: undefined, members: ['me', 'peer'] })
    expect(state().messages.map(({ seq }) => seq)).toEqual([1, 4])
  })

  it('is not shown to whoever is removed while it loads', async () => {
    const stub = createStubClient()
    const chat = createChats(stub.client).open({ conversationId: team })
    chat.state.subscribe(() => {})
    stub.says('message:entry', member(3, [], ['me']))
    await stub.at(0).answer(teamPage(storedRange(1, 2)))
    expect(chat.state.getState()).toMatchObject({ messages: [], status: 'error' })
  })

  it('shows nothing that was asked for before the removal', async () => {
    const { says, state, wake, chat, at } = await setUpTeam()
    wake()
    await settled()
    says('message:entry', member(3, [], ['me']))
    await at(1).answer({
      conversations: [{ ...synced(storedRange(3, 4)), conversationId: team, memberIds: ['me'] }],
    })
    expect(state()).toMatchObject({ messages: [], status: 'error' })
    await chat.loadMore()
    expect(state().messages).toEqual([])
  })
})

describe('members', () => {
  it('are both people of a direct conversation', () => {
    const chats = createChats(createStubClient().client)
    expect(chats.open('peer').state.getState().members).toEqual(['me', 'peer'])
    expect(chats.open('me').state.getState().members).toEqual(['me'])
  })
})
