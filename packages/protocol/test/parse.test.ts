import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS, type RequestEvent } from '@monhub/realtime-protocol'
import { parseHandshakePresence, parsers, parseUserId } from '@monhub/realtime-protocol/parse'

const events = Object.keys(parsers) as RequestEvent[]

describe('parsers', () => {
  it('never throw, and parse their own output to itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...events), fc.anything(), (event, input) => {
        const once = parsers[event](input)
        if (!once.ok) {
          expect(once.message).not.toBe('')
          return
        }
        expect(parsers[event](once.value)).toEqual(once)
      }),
    )
  })

  it('strip keys they do not know', () => {
    const parsed = parsers['typing:start']({ receiverId: 'bob', role: 'admin' })
    expect(parsed).toEqual({ ok: true, value: { receiverId: 'bob' } })
  })

  it('say which field is wrong, and how it should be', () => {
    expect(parsers['message:send']({ receiverId: 'bob', text: 1 })).toEqual({
      ok: false,
      message: '"text" must be a string',
    })
    expect(
      parsers['message:sync']({ conversations: [{ conversationId: 'x', after: -1 }] }),
    ).toEqual({ ok: false, message: '"conversations.0.after" must not be negative' })
  })

  it('cap a page instead of refusing it', () => {
    const parsed = parsers['message:history']({ peerId: 'bob', limit: 10_000 })
    expect(parsed).toMatchObject({ ok: true, value: { limit: LIMITS.pageMax } })
  })

  it('count code points, not UTF-16 units', () => {
    const send = (text: string) => parsers['message:send']({ receiverId: 'bob', text }).ok
    expect(send('👩'.repeat(LIMITS.textLength))).toBe(true)
    expect(send('👩'.repeat(LIMITS.textLength + 1))).toBe(false)
  })
})

describe('parseUserId', () => {
  it.each([
    'a',
    '507f1f77bcf86cd799439011',
    'ada@example.com',
    '__proto__',
    '李雷',
    '👩'.repeat(128),
  ])('accepts %s', (id) => {
    expect(parseUserId(id)).toEqual({ ok: true, value: id })
  })

  it.each([
    ['', 'empty'],
    ['a b', 'a space'],
    ['a\u00a0b', 'a no-break space'],
    ['a\nb', 'a line feed'],
    ['a\u0000', 'NUL'],
    ['\ud800', 'a lone surrogate'],
    ['x'.repeat(129), '129 characters'],
    [42, 'a number'],
    [{ $ne: 1 }, 'an operator'],
    [null, 'null'],
  ])('refuses %j (%s)', (id: unknown, _reason: string) => {
    expect(parseUserId(id).ok).toBe(false)
  })
})

describe('presence', () => {
  const set = (payload: unknown) => parsers['presence:set'](payload)

  it('takes a status and text of bounded length, and null to take them back', () => {
    expect(set({ status: 'busy', text: 'back at\u0000 9', invisible: false, away: true })).toEqual({
      ok: true,
      value: { status: 'busy', text: 'back at 9', invisible: false, away: true },
    })
    expect(set({ status: null, text: null })).toEqual({
      ok: true,
      value: { status: null, text: null },
    })
    expect(set({ status: 'x'.repeat(33) })).toMatchObject({ ok: false })
    expect(set({ text: '😀'.repeat(141) })).toMatchObject({ ok: false })
    expect(set({ text: '😀'.repeat(140) })).toMatchObject({ ok: true })
    expect(set({ away: 'yes' })).toEqual({ ok: false, message: '"away" must be true or false' })
  })

  it('takes an age beside what a client sets while connecting', () => {
    expect(parseHandshakePresence({ status: 'busy', setAgoMs: 1500 })).toEqual({
      ok: true,
      value: { status: 'busy', setAgoMs: 1500 },
    })
    expect(parseHandshakePresence({ setAgoMs: -1 })).toMatchObject({ ok: false })
  })
})
