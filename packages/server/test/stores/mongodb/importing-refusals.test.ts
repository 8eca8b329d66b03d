import { ObjectId } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importMessages, ImportRefusedError, mongoStore } from '../../../src/stores/mongodb'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

const fit = {
  senderId: 'ann',
  receiverId: 'bob',
  text: 'Hello',
  isRead: false,
  createdAt: new Date('2024-01-01'),
}
const without = (field: keyof typeof fit) => {
  const { [field]: _, ...rest } = fit
  return rest
}

/** By `_id`: what is wrong with it, and what is said of it. */
const unfit: Record<string, [document: object, reason: RegExp]> = {
  a: [without('senderId'), /^senderId is missing$/],
  b: [{ ...fit, receiverId: null }, /^receiverId is missing$/],
  c: [{ ...fit, receiverId: 'two words' }, /^receiverId is no valid user id$/],
  d: [{ ...fit, senderId: 7 }, /^senderId is no valid user id$/],
  e: [{ ...fit, receiverId: 'x'.repeat(129) }, /^receiverId is no valid user id$/],
  f: [without('text'), /^text is missing$/],
  g: [{ ...fit, text: ['a'] }, /^text is missing$/],
  h: [without('createdAt'), /^createdAt is no date/],
  i: [{ ...fit, createdAt: '2024-01-01' }, /^createdAt is no date/],
  j: [{ ...fit, createdAt: new Date(-1) }, /^createdAt is no date/],
  k: [{ ...fit, readAt: 'yesterday' }, /^readAt is no date$/],
  l: [{ ...fit, metadata: 'text' }, /^metadata is no object$/],
  m: [{ ...fit, kind: 'image' }, /^the log needs the field kind for itself$/],
  n: [{ ...fit, conversationId: new ObjectId() }, /needs the field conversationId/],
  o: [{ ...fit, deletedAt: new Date() }, /needs the field deletedAt/],
  'p q': [fit, /^_id is neither an ObjectId nor/],
}

describe.skipIf(!hasServer)('importMessages that finds what cannot be imported', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await openDatabase()
  })
  afterEach(() => database.close())
  const source = () =>
    database.db.collection<Record<string, unknown> & { _id: string | ObjectId }>('messages')

  const fill = () =>
    source().insertMany([
      { _id: new ObjectId(), ...fit },
      ...Object.entries(unfit).map(([_id, [document]]) => ({ ...document, _id })),
      { _id: 'last', ...fit, readAt: null, metadata: { a: 1 }, deletedAt: null },
    ])
  const reasonsOf = (refused: readonly { _id: string; reason: string }[]) =>
    Object.fromEntries(refused.map(({ _id, reason }) => [_id, reason]))
  const expected = Object.fromEntries(
    Object.entries(unfit).map(([_id, [, reason]]) => [_id, expect.stringMatching(reason)]),
  )

  it.each(['messages', 'rt_messages'])('names it and writes nothing to %s', async (messages) => {
    await fill()
    const before = await source().find().toArray()
    const error: unknown = await importMessages(database.db, { from: 'messages', messages }).catch(
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof ImportRefusedError)) throw new Error('nothing was refused')
    expect(reasonsOf(error.refused)).toEqual(expected)
    expect(error.message).toMatch(/^16 documents cannot be imported\na: senderId is missing\n/)
    expect(error.message).toMatch(/… and 6 more$/)
    expect(await source().find().toArray()).toEqual(before)
    const names = (await database.db.listCollections().toArray()).map(({ name }) => name)
    expect(names.sort()).toEqual(['messages', 'rt_meta'])
  })

  it('leaves it out on the way to another collection, where that is asked for', async () => {
    await fill()
    const before = await source().find().toArray()
    const result = await importMessages(database.db, { from: 'messages', skipRefused: true })
    expect(result).toMatchObject({ imported: 2, conversations: 1 })
    expect(reasonsOf(result.refused)).toEqual(expected)
    expect(await source().find().toArray()).toEqual(before)
    const { messages } = await mongoStore(database.db).history({
      conversationId: 'dm:ann:bob',
      limit: 9,
    })
    // Text comes before ObjectIds where `createdAt` is the same.
    expect(messages).toMatchObject([{ seq: 1, metadata: { a: 1 } }, { seq: 2 }])
    expect(messages[0]).not.toHaveProperty('deletedAt')
  })

  it('does not leave it out in place, where the indexes have no room for it', async () => {
    const options = { from: 'messages', messages: 'messages', skipRefused: true }
    await expect(importMessages(database.db, options)).rejects.toThrow(TypeError)
  })

  it('names the first 1 000', async () => {
    await source().insertMany(
      Array.from({ length: 1001 }, () => ({ ...without('text'), _id: new ObjectId() })),
    )
    const refused = importMessages(database.db, { from: 'messages' })
    await expect(refused).rejects.toMatchObject({
      name: 'ImportRefusedError',
      message: expect.stringMatching(/^1001 documents[^]*and 991 more$/),
      refused: { length: 1000 },
    })
  })
})
