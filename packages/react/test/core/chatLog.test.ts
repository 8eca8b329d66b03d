// @vitest-environment node
import type { MessageHistoryResult } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import {
  applyCursor,
  applyOlder,
  applyPage,
  applySync,
  emptyLog,
  isBehind,
  receive,
  type ChatLog,
} from '../../src/core/chatLog'
import { CONVERSATION, cursor, stored, storedRange, synced } from './messages'

const page = (
  from: number,
  to: number,
  rest: Partial<MessageHistoryResult> = {},
): MessageHistoryResult => ({
  conversationId: CONVERSATION,
  messages: storedRange(from, to),
  hasMore: from > 1,
  head: to,
  cursors: [],
  unreadCount: 0,
  ...rest,
})
const loaded = (from: number, to: number, rest: Partial<MessageHistoryResult> = {}) =>
  applyPage(emptyLog('me'), page(from, to, rest))
const seqs = (log: ChatLog) => log.messages.map(({ seq }) => seq)

describe('receive', () => {
  it('appends what follows', () => {
    expect(seqs(receive(loaded(1, 2), stored(3)))).toEqual([1, 2, 3])
  })

  it('ignores what is there already', () => {
    const log = loaded(1, 2)
    expect(receive(log, stored(2))).toBe(log)
  })

  it('holds what leaves a gap, and is behind until it is filled', () => {
    const log = receive(loaded(1, 2), stored(4))
    expect(seqs(log)).toEqual([1, 2])
    expect(isBehind(log)).toBe(true)
    const filled = receive(log, stored(3))
    expect(seqs(filled)).toEqual([1, 2, 3, 4])
    expect(isBehind(filled)).toBe(false)
  })

  it('holds what comes before the first page', () => {
    const early = receive(emptyLog('me'), stored(3))
    expect(seqs(early)).toEqual([])
    expect(seqs(applyPage(early, page(1, 2)))).toEqual([1, 2, 3])
    expect(seqs(applyPage(early, page(1, 3)))).toEqual([1, 2, 3])
  })

  it('marks own messages as sent', () => {
    expect(loaded(1, 2).messages.map(({ delivery }) => delivery)).toEqual([undefined, 'sent'])
  })
})

describe('applyPage', () => {
  it('is behind when the log grew between the page and its head', () => {
    expect(isBehind(loaded(1, 2, { head: 3 }))).toBe(true)
  })

  it('knows an empty conversation', () => {
    const log = loaded(1, 0)
    expect(isBehind(log)).toBe(false)
    expect(seqs(receive(log, stored(1)))).toEqual([1])
  })
})

describe('applyOlder', () => {
  it('puts the page in front, without what is there already', () => {
    const log = applyOlder(loaded(5, 6), page(3, 5))
    expect(seqs(log)).toEqual([3, 4, 5, 6])
    expect(log.hasMore).toBe(true)
    expect(applyOlder(log, page(1, 2)).hasMore).toBe(false)
  })
})

describe('applySync', () => {
  it('appends what was missed and releases what was held', () => {
    const log = applySync(receive(loaded(1, 2), stored(5)), synced(storedRange(3, 4)))
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5])
    expect(isBehind(log)).toBe(false)
  })

  it('ignores what arrived live meanwhile', () => {
    const log = receive(loaded(1, 2), stored(3))
    expect(seqs(applySync(log, synced(storedRange(3, 4))))).toEqual([1, 2, 3, 4])
  })

  it('skips entries of kinds it does not know, and moves on past them', () => {
    const answer = synced(storedRange(3, 4))
    const edit = { ...answer.entries[0], kind: 'edit' } as unknown as (typeof answer.entries)[0]
    const log = applySync(loaded(1, 2), { ...answer, entries: [edit, answer.entries[1]!] })
    expect(seqs(log)).toEqual([1, 2, 4])
    expect(log.synced).toBe(4)
  })

  it('replaces everything on reset', () => {
    const log = applySync(loaded(1, 2), synced(storedRange(600, 602), { reset: true }))
    expect(seqs(log)).toEqual([600, 601, 602])
    expect(log.hasMore).toBe(true)
    expect(isBehind(log)).toBe(false)
  })

  it('stops asking for what the server does not have', () => {
    const announced = loaded(1, 2, { head: 3 })
    expect(isBehind(applySync(announced, synced([], { head: 2 })))).toBe(false)
  })

  it('goes on asking while a held message shows that there is more', () => {
    const log = applySync(receive(loaded(1, 2), stored(4)), synced([], { head: 2 }))
    expect(isBehind(log)).toBe(true)
  })
})

describe('applyCursor', () => {
  it("marks my messages as read by the peer's cursor, and keeps the other objects", () => {
    const log = loaded(1, 4)
    const next = applyCursor(log, cursor('peer', 2))
    expect(next.messages.map(({ isRead }) => isRead)).toEqual([false, true, false, false])
    expect(next.messages[1]?.readAt).toBe('2026-01-02T00:00:00.000Z')
    expect(next.messages[3]).toBe(log.messages[3])
  })

  it('never moves back', () => {
    const log = applyCursor(loaded(1, 4), cursor('peer', 4))
    expect(applyCursor(log, cursor('peer', 2))).toBe(log)
  })

  it('marks a message as read that comes after the cursor that covers it', () => {
    const log = applyCursor(loaded(1, 1), cursor('peer', 2))
    expect(receive(log, stored(2)).messages[1]?.isRead).toBe(true)
  })
})

describe('unreadCount', () => {
  it("counts the others' messages beyond my cursor", () => {
    const log = loaded(1, 5, { cursors: [cursor('me', 2)] })
    expect(log.unreadCount).toBe(2)
    expect(receive(log, stored(6)).unreadCount).toBe(2)
    expect(receive(receive(log, stored(6)), stored(7)).unreadCount).toBe(3)
    expect(applyCursor(log, cursor('me', 5)).unreadCount).toBe(0)
  })

  it("takes the server's count where the page does not reach back to my cursor", () => {
    const log = loaded(50, 51, { cursors: [cursor('me', 2)], unreadCount: 25 })
    expect(log.unreadCount).toBe(25)
    expect(receive(receive(log, stored(52)), stored(53)).unreadCount).toBe(26)
  })

  it('does not fall back to what the server counted before I read on', () => {
    const log = applyCursor(loaded(1, 5, { unreadCount: 3 }), cursor('me', 5))
    const answer = synced([], { head: 5, cursors: [cursor('me', 2)], unreadCount: 2 })
    expect(applySync(log, answer).unreadCount).toBe(0)
  })

  it('stops at the cap', () => {
    const log = loaded(500, 501, { unreadCount: 100 })
    expect(receive(receive(log, stored(502)), stored(503)).unreadCount).toBe(100)
  })
})
