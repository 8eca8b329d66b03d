// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPage, applySync, emptyLog, isBehind, receive } from '../../src/core/chatLog'
import { range, storedRange, synced, stored, CONVERSATION } from './messages'

const PAGE = 3
const SYNC_ENTRIES = 2
const SYNC_RESET = 6

/** What the server answers when its log has `head` messages. */
const pageAt = (head: number) => {
  const messages = storedRange(Math.max(1, head - PAGE + 1), head)
  const hasMore = head > PAGE
  return { conversationId: CONVERSATION, messages, hasMore, head, cursors: [], unreadCount: 0 }
}
const syncAt = (head: number, after: number) => {
  if (head - after > SYNC_RESET || after > head) {
    return synced(storedRange(Math.max(1, head - PAGE + 1), head), { head, reset: true })
  }
  const messages = storedRange(after + 1, Math.min(head, after + SYNC_ENTRIES))
  return synced(messages, { head, hasMore: after + SYNC_ENTRIES < head })
}

const step = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'store' as const }) },
  // A frame of any message there is: late, early, again; frames nobody picks are lost.
  { weight: 5, arbitrary: fc.record({ do: fc.constant('frame' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'page' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'sync' as const }) },
  // An answer made now and applied several steps later.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('slowSync' as const), after: fc.nat(4) }) },
)

describe('a chat log', () => {
  it("gives the server's order exactly once, whatever is lost, repeated or out of order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let log = emptyLog('me')
        let head = 0
        let late: { due: number; answer: ReturnType<typeof syncAt> }[] = []

        const check = () => {
          const seqs = log.messages.map(({ seq }) => seq)
          const [oldest = 1] = seqs
          expect(seqs).toEqual(range(oldest, oldest + seqs.length - 1))
        }
        steps.forEach((it, now) => {
          if (it.do === 'store') head++
          if (it.do === 'frame' && head > 0) log = receive(log, stored(1 + (it.which % head)))
          if (it.do === 'page' && !log.isLoaded) log = applyPage(log, pageAt(head))
          if (it.do === 'sync' && log.isLoaded) log = applySync(log, syncAt(head, log.synced))
          if (it.do === 'slowSync' && log.isLoaded && late.length === 0) {
            late.push({ due: now + it.after, answer: syncAt(head, log.synced) })
          }
          for (const { due, answer } of late) if (due <= now) log = applySync(log, answer)
          late = late.filter(({ due }) => due > now)
          check()
        })

        // The connection comes back and the client catches up.
        if (!log.isLoaded) log = applyPage(log, pageAt(head))
        for (let round = 0; round <= head; round++) log = applySync(log, syncAt(head, log.synced))
        check()
        expect(isBehind(log)).toBe(false)
        expect(log.held.size).toBe(0)
        expect(log.messages.at(-1)?.seq ?? 0).toBe(head)
        expect(log.messages.map(({ _id }) => _id)).toEqual(
          storedRange(head - log.messages.length + 1, head).map(({ _id }) => _id),
        )
      }),
      { numRuns: 500 },
    )
  })
})
