import { directConversationId, isDirect } from '@monhub/realtime-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import type { OpenedStore } from '../contract'

const USERS = ['ann', 'bob', '__proto__']
const GROUP = 'team'
const CAP = 4

/** Who writes or reads where: `to` is a user, or the group. */
const place = { by: fc.constantFrom(...USERS), to: fc.constantFrom(...USERS, GROUP) }
const seq = fc.nat({ max: 12 })
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('append' as const), ...place, key: fc.nat({ max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), ...place, upTo: seq }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('history' as const),
      ...place,
      from: fc.constantFrom(
        'before' as const,
        'after' as const,
        'around' as const,
        'newest' as const,
      ),
      seq,
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Log {
  messages: { senderId: string; clientId: string; text: string; readAt?: string }[]
  cursors: Map<string, number>
}

/** The same verbs in the fewest words, to compare with. */
function createModel() {
  const logs = new Map<string, Log>()
  const logOf = (id: string) => {
    const log = logs.get(id) ?? { messages: [], cursors: new Map<string, number>() }
    logs.set(id, log)
    return log
  }
  return {
    logOf,
    append(id: string, senderId: string, clientId: string, text: string) {
      const { messages } = logOf(id)
      const found = messages.findIndex((m) => m.senderId === senderId && m.clientId === clientId)
      if (found < 0) messages.push({ senderId, clientId, text })
      return { seq: found < 0 ? messages.length : found + 1, duplicate: found >= 0 }
    },
    read(id: string, userId: string, upTo: number, readAt: string) {
      const { messages, cursors } = logOf(id)
      const from = cursors.get(userId) ?? 0
      const to = Math.max(from, Math.min(upTo, messages.length))
      if (to > from) cursors.set(userId, to)
      const covered = numbers(from + 1, to).filter((n) => messages[n - 1]!.senderId !== userId)
      if (isDirect(id)) for (const n of covered) messages[n - 1]!.readAt ??= readAt
      return { upTo: to, covered }
    },
    page(id: string, { from, seq, limit }: Extract<Step, { do: 'history' }>) {
      const last = logOf(id).messages.length
      const all = numbers(1, last)
      const after = all.filter((n) => n > seq)
      if (from === 'after') return { seqs: after.slice(0, limit), hasMore: after.length > limit }
      const end = {
        newest: last,
        before: Math.max(0, Math.min(seq - 1, last)),
        around: Math.min(last, Math.max(1, seq - Math.floor(limit / 2)) + limit - 1),
      }[from]
      return { seqs: all.slice(0, end).slice(-limit), hasMore: end > limit }
    },
    unread: (id: string, userId: string) =>
      logOf(id)
        .messages.slice(logOf(id).cursors.get(userId) ?? 0)
        .filter(({ senderId }) => senderId !== userId).length,
    idsOf: (userId: string) =>
      [...logs]
        .filter(([id, log]) => log.messages.length > 0 && isMember(id, userId))
        .map(([id]) => id),
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
const isMember = (id: string, userId: string) =>
  !isDirect(id) || USERS.some((peer) => directConversationId(userId, peer) === id)

async function run(store: RealtimeStore, steps: Step[]) {
  const model = createModel()
  for (const [i, step] of steps.entries()) {
    const { by, to } = step
    const id = to === GROUP ? GROUP : directConversationId(by, to)
    if (step.do === 'append') {
      const draft = {
        conversationId: id,
        senderId: by,
        clientId: `k${step.key}`,
        text: `t${i}`,
        fingerprint: 'f',
      }
      const expected = model.append(id, by, draft.clientId, draft.text)
      const { message, duplicate } = (await store.append({
        ...draft,
        ...(to !== GROUP && { receiverId: to }),
        memberIds: to === GROUP ? USERS : [by, to],
      }))!
      expect({ seq: message.seq, duplicate }).toEqual(expected)
    } else if (step.do === 'read') {
      const move = { conversationId: id, userId: by, upTo: step.upTo, readAt: `at ${i}` }
      const { cursor, covered } = await store.markRead(move)
      expect({ upTo: cursor.upTo, covered: covered.map((m) => m.seq) }).toEqual(
        model.read(id, by, step.upTo, move.readAt),
      )
    } else {
      const where = step.from === 'newest' ? {} : { [step.from]: step.seq }
      const page = await store.history({ conversationId: id, limit: step.limit, ...where })
      expect({ seqs: page.messages.map((m) => m.seq), hasMore: page.hasMore }).toEqual(
        model.page(id, step),
      )
      expect(
        page.messages.map(({ senderId, clientId, text, readAt }) => ({
          senderId,
          clientId,
          text,
          readAt,
        })),
      ).toEqual(page.messages.map((m) => model.logOf(id).messages[m.seq - 1]))
    }
    await compareCounts(store, model, by, id)
  }
}

async function compareCounts(
  store: RealtimeStore,
  model: ReturnType<typeof createModel>,
  userId: string,
  conversationId: string,
) {
  const total = model.idsOf(userId).reduce((sum, id) => sum + model.unread(id, userId), 0)
  const list = await store.conversations({ userId, limit: 9, unreadCap: CAP })
  expect({
    here: await store.unread({ userId, conversationId, cap: CAP }),
    total: await store.unread({ userId, cap: CAP }),
    head: (await store.history({ conversationId, limit: 1 })).head,
    listed: new Map(list.conversations.map((each) => [each.conversationId, each.unreadCount])),
  }).toEqual({
    here: Math.min(CAP, model.unread(conversationId, userId)),
    total: Math.min(CAP, total),
    head: model.logOf(conversationId).messages.length,
    listed: new Map(model.idsOf(userId).map((id) => [id, Math.min(CAP, model.unread(id, userId))])),
  })
}

export function describeModel(open: () => Promise<OpenedStore>) {
  describe('any sequence of appends, reads and pages', () => {
    it('ends as it does in a model of a few lines', async () => {
      const property = fc.asyncProperty(
        fc.array(step, { maxLength: 40, size: 'max' }),
        async (steps) => {
          const { store, close } = await open()
          try {
            await run(store, steps)
          } finally {
            await close()
          }
        },
      )
      // A failure prints its seed; SEED=… repeats it.
      const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) }
      await fc.assert(property, { numRuns: 40, ...seed })
    }, 60_000)
  })
}
