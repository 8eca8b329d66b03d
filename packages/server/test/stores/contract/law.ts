import { applyChange, type LogEntry, type Message } from '@monhub/realtime-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import type { OpenedStore } from '../contract'
import { edit, group, react, remove } from './drafts'

const USERS = ['ann', 'bob', '__proto__']
const who = fc.constantFrom(...USERS)
/** Which message, counted from the first. */
const nth = fc.nat({ max: 5 })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), by: who }) },
  fc.record({
    do: fc.constant('edit' as const),
    by: who,
    nth,
    metadata: fc.option(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.nat())),
  }),
  fc.record({ do: fc.constant('delete' as const), by: who, nth }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      by: who,
      nth,
      reaction: fc.constantFrom('👍', '1', '__proto__'),
      isRemoved: fc.boolean(),
    }),
  },
  fc.record({
    do: fc.constant('members' as const),
    by: who,
    add: fc.subarray(USERS),
    remove: fc.subarray(USERS),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Snapshot {
  messages: Message[]
  memberIds: string[]
}

const GROUP = 'team'
const snapshotOf = async (store: RealtimeStore): Promise<Snapshot> => ({
  messages: (await store.history({ conversationId: GROUP, limit: 99 })).messages,
  memberIds: (await store.members(GROUP)).sort(),
})

async function take(store: RealtimeStore, step: Step, messages: Message[]) {
  if (step.do === 'append') {
    const draft = group(GROUP, step.by, [], { memberIds: undefined })
    const isMember = (await store.members(GROUP)).includes(step.by)
    const appended = await store.append(draft)
    expect(appended !== undefined).toBe(isMember)
    if (appended) messages.push(appended.message)
    return
  }
  if (step.do === 'members') {
    const { add, remove } = step
    await store.updateMembers({ conversationId: GROUP, actorId: step.by, add, remove })
    return
  }
  const target = messages[step.nth]
  if (!target) return
  const { by } = step
  if (step.do === 'edit') {
    const metadata = step.metadata ?? undefined
    await store.change(edit(target, `by ${by}`, { by, metadata }))
  } else if (step.do === 'delete') await store.change(remove(target, by))
  else await store.change(react(target, by, step.reaction, step.isRemoved))
}

/** What a client does with an entry. */
function follow({ messages, memberIds }: Snapshot, entry: LogEntry): Snapshot {
  if (entry.kind === 'message') {
    const isNew = !messages.some(({ seq }) => seq === entry.seq)
    return { messages: isNew ? [...messages, entry.message] : messages, memberIds }
  }
  if (entry.kind === 'member') {
    const left = memberIds.filter((userId) => !entry.removed.includes(userId))
    return { messages, memberIds: [...left, ...entry.added].sort() }
  }
  return { messages: messages.map((message) => applyChange(message, entry)), memberIds }
}

async function check(store: RealtimeStore, steps: Step[]) {
  const written: Message[] = []
  const stale: { head: number; snapshot: Snapshot }[] = []
  for (const step of steps) {
    const { head } = await store.history({ conversationId: GROUP, limit: 1 })
    stale.push({ head, snapshot: await snapshotOf(store) })
    await take(store, step, written)
  }
  const fresh = await snapshotOf(store)
  const { entries } = await store.entries({ conversationId: GROUP, after: 0, limit: 999 })
  for (const { head, snapshot } of stale) {
    const missed = entries.filter(({ seq }) => seq > head)
    expect(missed.reduce(follow, snapshot)).toEqual(fresh)
    // Entries that the snapshot knows already change nothing.
    expect(entries.filter(({ kind }) => kind !== 'member').reduce(follow, fresh)).toEqual(fresh)
  }
}

export function describeLaw(open: () => Promise<OpenedStore>) {
  describe('any stale snapshot', () => {
    it('with the entries since then is the fresh one', async () => {
      const property = fc.asyncProperty(
        fc.array(step, { maxLength: 16, size: 'max' }),
        async (steps) => {
          const { store, close } = await open()
          try {
            await check(store, steps)
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
