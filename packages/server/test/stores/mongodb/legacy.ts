import { directConversationId } from '@monhub/realtime-protocol'
import { ObjectId, type Db } from 'mongodb'

/** A message as the app wrote it. */
export interface Legacy {
  _id: ObjectId | string
  senderId: ObjectId | string
  receiverId: ObjectId | string
  text: string
  isRead?: boolean
  readAt?: Date | null
  createdAt: Date
  updatedAt?: Date
  __v?: number
  attachments?: { name: string; size: number }[]
}

/** Numbers below `max`, the same in every run. */
export function createDice(seed: number) {
  let state = seed
  return (max: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * max)
  }
}

export const objectId = (n: number) => new ObjectId(n.toString(16).padStart(24, '0'))

/** Two users whose ids are text, and six whose ids are ObjectIds. */
export const USERS = ['ann', 'bob', ...[1, 2, 3, 4, 5, 6].map((n) => objectId(0xabc_000 + n))]

const START = Date.parse('2024-01-01T00:00:00.000Z')

/**
 * In no order. Several share a `createdAt`, some in one conversation; of some `_id` is text; most
 * are read, with holes in between; and there are fields the log knows nothing of.
 */
export function legacyMessages(count: number, seed = 1): Legacy[] {
  const roll = createDice(seed)
  return Array.from({ length: count }, (_, i) => {
    const senderId = USERS[roll(USERS.length)]!
    const receiverId = USERS[roll(USERS.length)]!
    const minute = roll(count / 2)
    const createdAt = new Date(START + minute * 60_000)
    const isRead = roll(count / 2) > minute || roll(10) === 0
    return {
      _id: roll(20) === 0 ? `text-${i}` : objectId(i + roll(1000) * count),
      senderId,
      receiverId,
      text: `Message ${i}`,
      isRead,
      ...(isRead && { readAt: roll(30) === 0 ? null : new Date(createdAt.getTime() + 5_000) }),
      createdAt,
      updatedAt: createdAt,
      __v: 0,
      ...(roll(10) === 0 && { attachments: [{ name: 'plan.pdf', size: 1.5 }] }),
    }
  })
}

export const hex = (id: ObjectId | string) => (typeof id === 'string' ? id : id.toHexString())

export const conversationOf = ({ senderId, receiverId }: Legacy) =>
  directConversationId(hex(senderId), hex(receiverId))

/** What the queries of the app give: each thread, and each number of unread messages. */
export async function legacyView(db: Db, collection: string) {
  const messages = db.collection(collection)
  const ours = { conversationId: 0, seq: 0, clientId: 0 }
  const views: unknown[] = []
  for (const [i, me] of USERS.entries()) {
    views.push(await messages.countDocuments({ receiverId: me, isRead: false }))
    for (const peer of USERS.slice(i)) {
      const between = [
        { senderId: me, receiverId: peer },
        { senderId: peer, receiverId: me },
      ]
      const thread = messages.find({ $or: between }, { projection: ours })
      views.push(await thread.sort({ createdAt: 1, _id: 1 }).toArray())
    }
  }
  return views
}

/** Everything an import wrote. */
export async function importedState(db: Db, collection: string) {
  const all = (name: string) => db.collection(name).find()
  return {
    messages: await all(collection).sort({ conversationId: 1, seq: 1 }).toArray(),
    conversations: await all('rt_conversations').sort({ _id: 1 }).toArray(),
    cursors: await db
      .collection('rt_cursors')
      .find({}, { projection: { _id: 0 } })
      .sort({ conversationId: 1, userId: 1 })
      .toArray(),
  }
}
