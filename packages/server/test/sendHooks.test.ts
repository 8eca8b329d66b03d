import { describe, expect, it, vi } from 'vitest'
import type { Message, MessageNew } from '@monhub/realtime-protocol'
import { realtimeError, type SocketServiceOptions } from '@monhub/realtime-server'
import { join, start } from './harness'

type Answer = { ok: boolean; duplicate?: boolean; message: Message; error?: { code: string } }
const say = (text: string, clientId?: string) => ({ receiverId: 'bob', text, clientId })

async function withHook(hooks: Pick<SocketServiceOptions, 'beforeSend' | 'afterSend'>) {
  const server = await start(hooks)
  const ada = await join(server, 'ada')
  const send = (payload: object) => ada.request<Answer>('message:send', payload)
  return { server, ada, send, bob: await join(server, 'bob') }
}

describe('beforeSend', () => {
  it('is given the message and its conversation, and may let it pass', async () => {
    const beforeSend = vi.fn(() => undefined)
    const { send } = await withHook({ beforeSend })
    expect(await send({ ...say('hi', 'k'), metadata: { a: 1 } })).toMatchObject({ ok: true })
    expect(beforeSend).toHaveBeenCalledExactlyOnceWith(
      {
        conversationId: 'dm:ada:bob',
        senderId: 'ada',
        receiverId: 'bob',
        clientId: 'k',
        text: 'hi',
        metadata: { a: 1 },
      },
      { conversation: { id: 'dm:ada:bob', memberIds: ['ada', 'bob'], isDirect: true } },
    )
  })

  it('refuses with false, or with a code and sentence of the app', async () => {
    const { server, send } = await withHook({
      beforeSend: ({ text }) => {
        if (text === 'spam') return false
        throw realtimeError('CONFLICT', 'Links are for members who were here a week.')
      },
    })
    expect(await send(say('spam'))).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    expect(await send(say('link'))).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT', message: 'Links are for members who were here a week.' },
    })
    expect((await server.service.history({ userId: 'ada', peerId: 'bob' })).head).toBe(0)
  })

  it('changes what is stored and announced, and a repetition stays one', async () => {
    let count = 0
    const { send, bob } = await withHook({
      beforeSend: ({ text }) => ({ text: text.toUpperCase(), metadata: { count: ++count } }),
    })
    const arrived = bob.next<MessageNew>('message:new')
    const first = await send(say('hi', 'k'))
    expect(first.message).toMatchObject({ text: 'HI', metadata: { count: 1 } })
    expect((await arrived).message).toEqual(first.message)
    expect(await send(say('hi', 'k'))).toEqual({ ...first, duplicate: true })
    expect(await send(say('HI', 'k'))).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
  })

  it('is asked about edits too', async () => {
    const { ada, send } = await withHook({
      beforeSend: ({ text }, { edits }) => (edits ? { text: `${edits.text} → ${text}` } : {}),
    })
    const { message } = await send(say('one'))
    const edit = { messageId: message._id, text: 'two' }
    expect(await ada.request<Answer>('message:edit', edit)).toMatchObject({
      message: { text: 'one → two' },
    })
  })

  it.each([
    ['throws', () => Promise.reject(new Error('secret'))],
    ['gives an empty text', () => ({ text: ' ' })],
    ['gives more than a message holds', () => ({ metadata: { a: 'x'.repeat(70_000) } })],
  ])('that %s stores nothing', async (_, beforeSend) => {
    const { server, send } = await withHook({ beforeSend })
    const answer = await send(say('hi'))
    expect(answer.ok).toBe(false)
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect((await server.service.history({ userId: 'ada', peerId: 'bob' })).head).toBe(0)
  })
})

describe('afterSend', () => {
  it('is told of each new message once, with the members who are away', async () => {
    const calls: [string, string[]][] = []
    const { server, ada, send } = await withHook({
      afterSend: ({ text }, { offlineUserIds }) => calls.push([text, offlineUserIds]),
    })
    await server.service.updateMembers({
      conversationId: 'team',
      add: ['ada', 'bob', 'cy', 'dan'],
      by: 'ada',
    })
    await send(say('to bob', 'k'))
    await send(say('to bob', 'k'))
    await ada.request('message:send', { receiverId: 'cy', text: 'to cy' })
    await ada.request('message:send', { conversationId: 'team', text: 'to all' })
    await server.service.sendMessage({ senderId: 'cy', receiverId: 'ada', text: 'by cy' })
    expect(calls).toEqual([
      ['to bob', []],
      ['to cy', ['cy']],
      ['to all', ['cy', 'dan']],
      ['by cy', []],
    ])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no push')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no push'))],
    ['never ends', () => new Promise(() => {})],
  ])('that %s holds up nobody', async (_, afterSend) => {
    const { send, bob } = await withHook({ afterSend })
    const arrived = bob.next<MessageNew>('message:new')
    expect(await send(say('hi'))).toMatchObject({ ok: true })
    expect((await arrived).message.text).toBe('hi')
  })
})
