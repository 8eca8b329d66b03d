import { describe, expect, it } from 'vitest'
import { applyChange, withoutText, type ChangeEntry, type Message } from '../src'

const message: Message = {
  _id: 'm1',
  conversationId: 'team',
  seq: 1,
  clientId: 'c1',
  senderId: 'ada',
  text: 'Hello',
  metadata: { listing: 7 },
  createdAt: '2026-01-01T00:00:00.000Z',
  isRead: false,
}
const at = (seq: number) => ({
  conversationId: 'team',
  seq,
  actorId: 'bob',
  createdAt: `2026-01-01T00:00:0${seq}.000Z`,
  targetId: 'm1',
  targetSeq: 1,
})
const react = (seq: number, reaction: string, isRemoved = false): ChangeEntry => ({
  kind: 'reaction',
  ...at(seq),
  reaction,
  ...(isRemoved && { isRemoved }),
})

describe('applyChange', () => {
  it('gives the same object for what is about another message, or known already', () => {
    const edit: ChangeEntry = { kind: 'edit', ...at(5), text: 'Bonjour' }
    expect(applyChange(message, { ...edit, targetId: 'm2' })).toBe(message)
    const later = { ...message, rev: 5 }
    expect(applyChange(later, edit)).toBe(later)
    expect(applyChange(later, { ...edit, seq: 4 })).toBe(later)
    expect(applyChange(message, { ...edit, seq: 1 })).toBe(message)
    expect(applyChange(later, { ...edit, seq: 6 })).toMatchObject({ text: 'Bonjour', rev: 6 })
  })

  it('replaces text and metadata as a whole', () => {
    const edited = applyChange(message, { kind: 'edit', ...at(2), text: 'Bonjour' })
    expect(edited).toEqual({
      ...message,
      text: 'Bonjour',
      metadata: undefined,
      editedAt: at(2).createdAt,
      rev: 2,
    })
    expect(edited).not.toHaveProperty('metadata')
    expect(message.metadata).toEqual({ listing: 7 })
  })

  it('only moves on past an edit whose text has been replaced', () => {
    const edit = withoutText({ kind: 'edit', ...at(2), text: 'gone', metadata: { a: 1 } } as const)
    expect(JSON.stringify(edit)).not.toMatch(/gone|metadata/)
    expect(applyChange(message, edit)).toEqual({ ...message, rev: 2 })
  })

  it('leaves nothing of a deleted message, for good', () => {
    const reacted = applyChange(message, react(2, '👍'))
    const deleted = applyChange(reacted, { kind: 'delete', ...at(3) })
    expect(deleted).toMatchObject({ text: '', deletedAt: at(3).createdAt, rev: 3 })
    expect(deleted).not.toHaveProperty('metadata')
    expect(deleted).not.toHaveProperty('reactions')
    expect(applyChange(deleted, { kind: 'edit', ...at(4), text: 'back' })).toEqual({
      ...deleted,
      rev: 4,
    })
    expect(applyChange(deleted, react(4, '👍'))).toEqual({ ...deleted, rev: 4 })
  })

  it('counts a reaction of one user once, and forgets one of nobody', () => {
    const once = applyChange(message, react(2, '__proto__'))
    expect(Object.entries(once.reactions ?? {})).toEqual([['__proto__', ['bob']]])
    const twice = applyChange(once, react(3, '__proto__'))
    expect(Object.entries(twice.reactions ?? {})).toEqual([['__proto__', ['bob']]])
    expect(applyChange(twice, react(4, '__proto__', true))).not.toHaveProperty('reactions')
  })
})
