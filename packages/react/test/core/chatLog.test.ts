// @vitest-environment node
import type { LogEntry, MessageHistoryResult } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import {
  applyCursor,
  applyOlder,
  applyPage,
  applySync,
  emptyLog,
  isBehind,
  receive,
  revise,
  type ChatLog,
} from '../../src/core/chatLog'
import { act, CONVERSATION, cursor, entry, stored, storedRange, synced, target } from './messages'

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
    expect(seqs(receive(loaded(1, 2), entry(stored(3))))).toEqual([1, 2, 3])
  })

  it('ignores what is there already', () => {
    const log = loaded(1, 2)
    expect(receive(log, entry(stored(2)))).toBe(log)
  })

  it('holds what leaves a gap, and is behind until it is filled', () => {
    const log = receive(loaded(1, 2), entry(stored(4)))
    expect(seqs(log)).toEqual([1, 2])
    expect(isBehind(log)).toBe(true)
    const filled = receive(log, entry(stored(3)))
    expect(seqs(filled)).toEqual([1, 2, 3, 4])
    expect(isBehind(filled)).toBe(false)
  })

  it('holds what comes before the first page', () => {
    const early = receive(emptyLog('me'), entry(stored(3)))
    expect(seqs(early)).toEqual([])
    expect(seqs(applyPage(early, page(1, 2)))).toEqual([1, 2, 3])
    expect(seqs(applyPage(early, page(1, 3)))).toEqual([1, 2, 3])
  })

  it('marks own messages as sent', () => {
    expect(loaded(1, 2).messages.map(({ delivery }) => delivery)).toEqual([undefined, 'sent'])
  })
})

const edit = (seq: number, of: number, text = 'edited') =>
  act(seq, { kind: 'edit', ...target(of), text })
const remove = (seq: number, of: number) => act(seq, { kind: 'delete', ...target(of) })
const group = (from: number, to: number, rest: Partial<MessageHistoryResult> = {}) =>
  applyPage(emptyLog('me', true), page(from, to, { memberIds: ['peer', 'me'], ...rest }))
const texts = (log: ChatLog) => log.messages.map(({ text }) => text)

describe('an entry that changes a message', () => {
  it('changes that message in its place, and keeps the other objects', () => {
    const before = loaded(1, 3)
    const log = receive(before, edit(4, 2))
    expect(texts(log)).toEqual(['text 1', 'edited', 'text 3'])
    expect(log.messages[1]).toMatchObject({ rev: 4, delivery: 'sent', seq: 2 })
    expect(log.messages[0]).toBe(before.messages[0])
    expect(isBehind(log)).toBe(false)
  })

  it('waits for what came before it', () => {
    const log = receive(loaded(1, 2), edit(4, 2))
    expect(texts(log)).toEqual(['text 1', 'text 2'])
    expect(isBehind(log)).toBe(true)
    const answer = synced([], { entries: [edit(3, 2, 'first'), edit(4, 2)], head: 4 })
    expect(texts(applySync(log, answer))).toEqual(['text 1', 'edited'])
  })

  it('is nothing new for a message that was read after it', () => {
    const messages = [stored(1), stored(2, { text: 'edited', rev: 3 })]
    const before = loaded(1, 2, { messages, head: 3 })
    const log = receive(before, edit(3, 2))
    expect(log.messages).toBe(before.messages)
    expect(log.synced).toBe(3)
  })

  it('is kept for an older page that was read before it', () => {
    const log = applyOlder(receive(loaded(5, 6), edit(7, 3)), page(3, 4))
    expect(texts(log)).toEqual(['edited', 'text 4', 'text 5', 'text 6'])
  })

  it('takes a deleted message out of the unread ones', () => {
    const log = receive(loaded(1, 3), remove(4, 3))
    expect(log.messages[2]).toMatchObject({ text: '', deletedAt: expect.any(String) as string })
    expect(log.unreadCount).toBe(1)
    const counted = loaded(50, 53, { cursors: [cursor('me', 2)], unreadCount: 25 })
    expect(receive(counted, remove(54, 53)).unreadCount).toBe(24)
  })

  it('leaves a capped count alone', () => {
    const log = loaded(500, 503, { unreadCount: 100 })
    expect(receive(log, remove(504, 503)).unreadCount).toBe(100)
  })
})

describe('a member entry', () => {
  const member = (seq: number, added: string[], removed: string[] = []) =>
    act(seq, { kind: 'member', added, removed })

  it('changes who is in the group', () => {
    const log = receive(group(1, 2), member(3, ['bob'], ['peer']))
    expect(log.memberIds).toEqual(['bob', 'me'])
    expect(log.isRemoved).toBe(false)
  })

  it('says that the reader was removed, until there is an answer again', () => {
    const log = receive(group(1, 2), member(3, [], ['me']))
    expect(log.isRemoved).toBe(true)
    expect(applyPage(log, page(1, 2, { memberIds: ['me'] })).isRemoved).toBe(false)
  })

  it('counts whether the answer looked the members up before it or after it', () => {
    const entries = [member(3, ['bob']), member(4, [], ['peer'])]
    for (const memberIds of [
      ['me', 'peer'],
      ['bob', 'me'],
    ]) {
      const log = applySync(group(1, 2), synced([], { entries, head: 4, memberIds }))
      expect(log.memberIds).toEqual(['bob', 'me'])
    }
  })

  it('is not needed where the app says who is in the group', () => {
    const answer = synced([], { head: 2, memberIds: ['me', 'bob'] })
    expect(applySync(group(1, 2), answer).memberIds).toEqual(['bob', 'me'])
  })

  it('counts again on top of members that were looked up before it', () => {
    const log = receive(group(1, 2), member(3, ['bob']))
    const answer = synced([], { entries: [member(3, ['bob'])], head: 3, memberIds: ['me', 'peer'] })
    expect(applySync(log, answer).memberIds).toEqual(['bob', 'me', 'peer'])
  })

  it('is not undone by an answer from before it', () => {
    const log = receive(group(1, 2), member(3, ['bob']))
    const late = synced([], { head: 2, memberIds: ['me', 'peer'] })
    expect(applySync(log, late).memberIds).toEqual(['bob', 'me', 'peer'])
  })

  it('is not undone by a part of what was seen since', () => {
    const log = [member(3, ['bob']), member(4, [], ['bob'])].reduce(receive, group(1, 2))
    const entries = [member(3, ['bob'])]
    const late = synced([], { entries, head: 4, hasMore: true, memberIds: ['me', 'peer'] })
    expect(applySync(log, late).memberIds).toEqual(['me', 'peer'])
  })

  it('keeps the array while nothing changes', () => {
    const before = group(1, 2)
    const answer = synced([], { head: 2, memberIds: ['peer', 'me'] })
    expect(applySync(before, answer).memberIds).toBe(before.memberIds)
  })
})

describe('revise', () => {
  it('takes the answer to a change, and then nothing of the entry', () => {
    const log = revise(loaded(1, 2), stored(2, { text: 'edited', rev: 3 }))
    expect(texts(log)).toEqual(['text 1', 'edited'])
    const after = receive(log, edit(3, 2))
    expect(after.messages).toBe(log.messages)
  })

  it('takes nothing older than what is there, and nothing that is not there', () => {
    const log = receive(loaded(1, 2), edit(3, 2))
    expect(revise(log, stored(2, { rev: 2 }))).toBe(log)
    expect(revise(log, stored(9, { rev: 12 }))).toBe(log)
  })
})

describe('seenBy', () => {
  const seen = (log: ChatLog) => log.messages.map(({ seenBy }) => seenBy?.join())

  it('names whose cursor reached a message, but its sender', () => {
    const log = group(1, 3, { cursors: [cursor('peer', 2), cursor('bob', 3), cursor('me', 1)] })
    expect(seen(log)).toEqual(['bob,me', 'bob,peer', 'bob'])
  })

  it('follows a cursor, and keeps what it does not reach', () => {
    const before = group(1, 4, { cursors: [cursor('bob', 1)] })
    const log = applyCursor(before, cursor('bob', 3))
    expect(seen(log)).toEqual(['bob', 'bob', 'bob', ''])
    expect(log.messages.map((message, at) => message === before.messages[at])).toEqual([
      ...[true, false, false, true],
    ])
  })

  it('is left out of direct conversations', () => {
    expect(seen(loaded(1, 2, { cursors: [cursor('peer', 2)] }))).toEqual([undefined, undefined])
  })
})

describe('applyPage', () => {
  it('is behind when the log grew between the page and its head', () => {
    expect(isBehind(loaded(1, 2, { head: 3 }))).toBe(true)
  })

  it('knows an empty conversation', () => {
    const log = loaded(1, 0)
    expect(isBehind(log)).toBe(false)
    expect(seqs(receive(log, entry(stored(1))))).toEqual([1])
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
    const log = applySync(receive(loaded(1, 2), entry(stored(5))), synced(storedRange(3, 4)))
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5])
    expect(isBehind(log)).toBe(false)
  })

  it('ignores what arrived live meanwhile', () => {
    const log = receive(loaded(1, 2), entry(stored(3)))
    expect(seqs(applySync(log, synced(storedRange(3, 4))))).toEqual([1, 2, 3, 4])
  })

  it('skips entries of kinds it does not know, and moves on past them', () => {
    const answer = synced(storedRange(3, 4))
    const poll = { ...answer.entries[0], kind: 'poll' } as unknown as LogEntry
    const log = applySync(loaded(1, 2), { ...answer, entries: [poll, answer.entries[1]!] })
    expect(seqs(log)).toEqual([1, 2, 4])
    expect(log.synced).toBe(4)
  })

  it('replaces everything on reset', () => {
    const log = applySync(loaded(1, 2), synced(storedRange(600, 602), { reset: true }))
    expect(seqs(log)).toEqual([600, 601, 602])
    expect(log.hasMore).toBe(true)
    expect(isBehind(log)).toBe(false)
  })

  it('goes on from the head after a reset, however many changes follow the last message', () => {
    const answer = synced(storedRange(1, 2), { reset: true, head: 900 })
    const log = applySync(loaded(1, 2, { head: 900 }), answer)
    expect(log.synced).toBe(900)
    expect(isBehind(log)).toBe(false)
  })

  it('stops asking for what the server does not have', () => {
    const announced = loaded(1, 2, { head: 3 })
    expect(isBehind(applySync(announced, synced([], { head: 2 })))).toBe(false)
  })

  it('goes on asking while a held message shows that there is more', () => {
    const log = applySync(receive(loaded(1, 2), entry(stored(4))), synced([], { head: 2 }))
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
    expect(receive(log, entry(stored(2))).messages[1]?.isRead).toBe(true)
  })
})

describe('unreadCount', () => {
  it("counts the others' messages beyond my cursor", () => {
    const log = loaded(1, 5, { cursors: [cursor('me', 2)] })
    expect(log.unreadCount).toBe(2)
    expect(receive(log, entry(stored(6))).unreadCount).toBe(2)
    expect(receive(receive(log, entry(stored(6))), entry(stored(7))).unreadCount).toBe(3)
    expect(applyCursor(log, cursor('me', 5)).unreadCount).toBe(0)
  })

  it("takes the server's count where the page does not reach back to my cursor", () => {
    const log = loaded(50, 51, { cursors: [cursor('me', 2)], unreadCount: 25 })
    expect(log.unreadCount).toBe(25)
    expect(receive(receive(log, entry(stored(52))), entry(stored(53))).unreadCount).toBe(26)
  })

  it('does not fall back to what the server counted before I read on', () => {
    const log = applyCursor(loaded(1, 5, { unreadCount: 3 }), cursor('me', 5))
    const answer = synced([], { head: 5, cursors: [cursor('me', 2)], unreadCount: 2 })
    expect(applySync(log, answer).unreadCount).toBe(0)
  })

  it('stops at the cap', () => {
    const log = loaded(500, 501, { unreadCount: 100 })
    expect(receive(receive(log, entry(stored(502))), entry(stored(503))).unreadCount).toBe(100)
  })
})
