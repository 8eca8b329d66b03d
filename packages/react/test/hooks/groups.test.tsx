import { useChat, useConversations, type UseChatResult } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { connected, person, renderApp, serve } from '../support'

/** Renders a group and the list of conversations, and hands out what the hook gave last. */
function createGroupView() {
  const current: { chat?: UseChatResult } = {}
  function View() {
    const chat = useChat({ conversationId: 'team' })
    const { conversations } = useConversations()
    useEffect(() => {
      current.chat = chat
    })
    const lines = chat.messages.map(({ text, deletedAt, reactions, seenBy, delivery }) =>
      [
        deletedAt ? 'deleted' : text,
        delivery,
        Object.entries(reactions ?? {}).map(([name, users]) => `${name}${users.join('+')}`),
        seenBy && seenBy.length > 0 ? `seen by ${seenBy.join()}` : '',
      ]
        .flat()
        .filter(Boolean)
        .join(' '),
    )
    const list = conversations.map(
      ({ conversationId, lastMessage, memberIds, unreadCount }) =>
        `${conversationId} ${memberIds?.toSorted().join()} ${lastMessage?.text} ${unreadCount}`,
    )
    return (
      <>
        <p data-testid="lines">{lines.join(' | ')}</p>
        <p data-testid="state">{[chat.status, chat.error?.code, ...chat.members].join(' ')}</p>
        <p data-testid="list">{list.join(' | ')}</p>
      </>
    )
  }
  const run = (step: (chat: UseChatResult) => unknown) =>
    act(async () => {
      await step(current.chat as UseChatResult)
    })
  return { view: <View />, chat: () => current.chat as UseChatResult, run }
}
const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

/** Ana's view of a group of three, where Bob has written. */
async function setUp() {
  const server = await serve()
  const update = (change: { add?: string[]; remove?: string[] }) =>
    server.service.updateMembers({ conversationId: 'team', by: 'bob', ...change })
  const say = (text: string, senderId = 'bob') =>
    server.service.sendMessage({ senderId, conversationId: 'team', text })
  await update({ add: ['ana', 'bob', 'cem'] })
  const { message } = await say('hi')
  const view = createGroupView()
  renderApp(view.view, { url: server.url, userId: 'ana' })
  await shows('lines', 'hi')
  await shows('list', 'team ana,bob,cem hi 1')
  return { server, update, say, message, ...view }
}

describe('useChat of a group', () => {
  it('shows edits, deletions and reactions of others', async () => {
    const { server, message, say } = await setUp()
    const { service } = server
    const [messageId, by] = [message._id, 'bob']
    await service.editMessage({ messageId, by, text: 'hello' })
    await shows('lines', 'hello')
    await shows('list', 'team ana,bob,cem hello 1')
    await service.reactToMessage({ messageId, by: 'cem', reaction: '👍' })
    await shows('lines', 'hello 👍cem')
    await say('more')
    await shows('list', 'team ana,bob,cem more 2')
    await service.deleteMessage({ messageId, by })
    await shows('lines', 'deleted | more')
    await shows('list', 'team ana,bob,cem more 1')
  })

  it('edits, removes and reacts, here and on every device', async () => {
    const { server, run, chat } = await setUp()
    const bob = person(server, 'bob')
    await connected(bob)
    const heard: string[] = []
    bob.on('message:entry', ({ kind, seq }) => heard.push(`${kind} ${seq}`))
    await run(({ send }) => send('mine'))
    const [theirs, mine] = chat().messages.map(({ _id }) => _id)
    await run(({ react }) => react(theirs!, '👍'))
    await run(({ edit }) => edit(mine!, 'mine, edited'))
    await shows('lines', 'hi 👍ana | mine, edited sent')
    await run(({ react }) => react(theirs!, '👍', { remove: true }))
    await run(({ remove }) => remove(mine!))
    await shows('lines', 'hi | deleted sent')
    await vi.waitFor(() =>
      expect(heard).toEqual(['reaction 4', 'edit 5', 'reaction 6', 'delete 7']),
    )
  })

  it('undoes what the server refuses', async () => {
    const { chat, message } = await setUp()
    let refusal: unknown
    act(() => {
      chat()
        .edit(message._id, 'not mine')
        .catch((error: unknown) => (refusal = error))
    })
    expect(screen.getByTestId('lines').textContent).toBe('not mine')
    await shows('lines', 'hi')
    expect(refusal).toMatchObject({ code: 'FORBIDDEN' })
  })

  it('says who has seen a message', async () => {
    const { server, run } = await setUp()
    await run(({ send }) => send('mine'))
    const cem = person(server, 'cem')
    await connected(cem)
    await cem.request('message:read', { conversationId: 'team', upTo: 3 })
    await vi.waitFor(() =>
      expect(screen.getByTestId('lines').textContent).toContain('mine sent seen by cem'),
    )
  })

  it('is lost by whoever is removed, and found by whoever is added', async () => {
    const { update, say } = await setUp()
    await update({ remove: ['ana'] })
    await shows('state', 'error FORBIDDEN')
    await shows('list', '')
    await shows('lines', '')
    await say('without ana')
    await update({ add: ['ana'] })
    await shows('state', 'ready  ana bob cem')
    await shows('lines', 'hi | without ana')
    await shows('list', 'team ana,bob,cem without ana 2')
  })
})
