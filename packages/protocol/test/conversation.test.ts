import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { directConversationId, directMembers, peerOf } from '@monhub/realtime-protocol'
import { parseUserId } from '@monhub/realtime-protocol/parse'

const userId = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((id) => parseUserId(id).ok)

describe('directConversationId', () => {
  it('is the same from both sides and gives both members back', () => {
    fc.assert(
      fc.property(userId, userId, (a, b) => {
        const id = directConversationId(a, b)
        expect(directConversationId(b, a)).toBe(id)
        expect(directMembers(id)?.toSorted()).toEqual([a, b].toSorted())
        expect(peerOf(id, a)).toBe(b)
      }),
    )
  })

  it('is different for different pairs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(userId, { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
        expect(directConversationId(a!, b!)).not.toBe(directConversationId(a!, c!))
      }),
    )
  })

  it('keeps separators inside ids apart', () => {
    expect(directConversationId('a:b', 'c')).not.toBe(directConversationId('a', 'b:c'))
    expect(directConversationId('dm', '%3A')).toBe('dm:%253A:dm')
  })
})

describe('directMembers', () => {
  it.each([
    'dm:',
    'dm:a',
    'dm:a:',
    'dm::a',
    'dm:b:a',
    'dm:a:b:c',
    'dm:%:a',
    'dm:%61:b',
    'group',
    '__proto__',
  ])('gives null for %s', (id) => {
    expect(directMembers(id)).toBeNull()
  })
})

describe('peerOf', () => {
  it('is oneself in a note to oneself, and nobody to a stranger', () => {
    expect(peerOf('dm:ada:ada', 'ada')).toBe('ada')
    expect(peerOf('dm:ada:bob', 'eve')).toBeUndefined()
  })
})
