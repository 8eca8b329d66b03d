import { describe, expect, it } from 'vitest'
import type { Message, RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import { join, start } from './harness'

interface Refusal {
  ok: boolean
  error: { code: string; message: string }
}
const events = Object.keys(parsers) as RequestEvent[]
const cycleFree = { a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } }

const text = (receiverId: unknown, value: unknown) => ({ receiverId, text: value })

const refused: [name: string, event: string, payload: unknown, code: string][] = [
  ['a NoSQL operator as a receiver', 'message:send', text({ $ne: 1 }, 'hi'), 'BAD_PAYLOAD'],
  ['a NoSQL operator as a text', 'message:send', text('bob', { $ne: 1 }), 'BAD_PAYLOAD'],
  ['a number as a text', 'message:send', text('bob', 42), 'BAD_PAYLOAD'],
  ['an empty text', 'message:send', text('bob', ' \u0007\n'), 'BAD_PAYLOAD'],
  ['a lone surrogate', 'message:send', text('bob', 'a\ud800'), 'BAD_PAYLOAD'],
  ['8 001 code points', 'message:send', text('bob', 'é'.repeat(8001)), 'BAD_PAYLOAD'],
  ['200 kB of text', 'message:send', text('bob', 'x'.repeat(200_000)), 'PAYLOAD_TOO_LARGE'],
  ['binary', 'message:send', text('bob', Buffer.from('hi')), 'BAD_PAYLOAD'],
  [
    'metadata nested too deep',
    'message:send',
    { ...text('bob', 'hi'), metadata: cycleFree },
    'BAD_PAYLOAD',
  ],
  ['nobody as a receiver', 'message:send', { text: 'hi' }, 'BAD_PAYLOAD'],
  [
    'two targets',
    'message:send',
    { ...text('bob', 'hi'), conversationId: 'dm:ada:bob' },
    'BAD_PAYLOAD',
  ],
  ['a user id with a space', 'message:send', text('b ob', 'hi'), 'BAD_PAYLOAD'],
  ['unknown message ids', 'message:read', { messageIds: ['nothing', '__proto__'] }, 'NOT_FOUND'],
  ['no message ids', 'message:read', { messageIds: [] }, 'BAD_PAYLOAD'],
  [
    'a cursor that is no number',
    'message:read',
    { conversationId: 'dm:ada:bob', upTo: '1' },
    'BAD_PAYLOAD',
  ],
  ['an unknown conversation', 'message:history', { conversationId: 'nowhere' }, 'FORBIDDEN'],
  ['__proto__ as a conversation', 'message:history', { conversationId: '__proto__' }, 'FORBIDDEN'],
  ['a conversation of others', 'message:history', { conversationId: 'dm:bob:eve' }, 'FORBIDDEN'],
  ['members in the wrong order', 'message:history', { conversationId: 'dm:bob:ada' }, 'FORBIDDEN'],
  ['malformed percent-encoding', 'message:history', { conversationId: 'dm:ada:%' }, 'FORBIDDEN'],
  ['before and after', 'message:history', { peerId: 'bob', before: 1, after: 1 }, 'BAD_PAYLOAD'],
  [
    'too many conversations',
    'message:sync',
    { conversations: Array(51).fill({ conversationId: 'x', after: 0 }) },
    'BAD_PAYLOAD',
  ],
  ['watching a number', 'presence:watch', { add: [1] }, 'BAD_PAYLOAD'],
  ['an unknown event', 'message:sned', {}, 'UNKNOWN_EVENT'],
]

describe('bad input', () => {
  it.each(refused)('%s is refused with a code', async (_, event, payload, code) => {
    const server = await start()
    const ada = await join(server, 'ada')
    const answer = await ada.request<Refusal>(event, payload)
    expect(answer).toMatchObject({ ok: false, error: { code } })
    expect(answer.error.message).toMatch(/^.{10,300}$/)
  })

  it('every event survives any type of payload, with and without ack, and others notice nothing', async () => {
    const server = await start({ limits: false })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const heard: string[] = []
    bob.socket.onAny((event: string) => heard.push(event))
    const hostile = [
      undefined,
      null,
      0,
      '',
      'text',
      [],
      [[]],
      {},
      true,
      { __proto__: 1 },
      JSON.parse('{"__proto__":{"ok":true}}'),
      { ids: { $ne: 1 } },
      { all: 'yes' },
      Buffer.from([1]),
    ]
    for (const event of events) {
      for (const payload of hostile) {
        ada.socket.emit(event, payload)
        const answer = await ada.request<Refusal>(event, payload)
        expect(typeof answer.ok).toBe('boolean')
        if (!answer.ok) expect(answer.error.code).toMatch(/^(BAD_PAYLOAD|FORBIDDEN)$/)
      }
      ada.socket.emit(event)
    }
    const arrived = bob.next<{ message: Message }>('message:new')
    await ada.request('message:send', { receiverId: 'bob', text: 'still here' })
    expect((await arrived).message.text).toBe('still here')
    expect(heard).toEqual(['message:new'])
  })

  it('text is kept as typed: NFC, without control characters, never escaped', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const sent = '<b>e\u0301</b>\u0000\u0007 & "quotes"\r\nline\ttab 👩‍👧'
    const { message } = await ada.request<{ message: Message }>('message:send', text('bob', sent))
    expect(message.text).toBe('<b>é</b> & "quotes"\nline\ttab 👩‍👧')
  })

  it('a user may be called __proto__', async () => {
    const server = await start()
    const odd = await join(server, '__proto__')
    const ada = await join(server, 'ada')
    const arrived = odd.next<{ message: Message }>('message:new')
    await ada.request('message:send', text('__proto__', 'hi'))
    expect((await arrived).message.receiverId).toBe('__proto__')
    expect(server.service.isUserOnline('__proto__')).toBe(true)
    expect(server.service.isUserOnline('constructor')).toBe(false)
  })
})
