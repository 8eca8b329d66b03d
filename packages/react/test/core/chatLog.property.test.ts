// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '@monhub/realtime-react/core'
import {
  applyOlder,
  applyPage,
  applySync,
  emptyLog,
  isBehind,
  receive,
  revise,
  type ChatLog,
} from '../../src/core/chatLog'
import { createLogServer, type Kind } from './logServer'

const kinds: Kind[] = ['message', 'edit', 'delete', 'reaction', 'unreaction', 'member']

const questions = ['page', 'sync', 'older', 'change'] as const
type Question = (typeof questions)[number]

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      kind: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Kind>('message') },
        { weight: 3, arbitrary: fc.constantFrom(...kinds) },
      ),
      which: fc.nat(20),
      isHeard: fc.boolean(),
    }),
  },
  // A frame of any entry there is: late, early, again; frames nobody picks are lost.
  { weight: 7, arbitrary: fc.record({ do: fc.constant('frame' as const), which: fc.nat() }) },
  // The frames that follow what was seen.
  { weight: 6, arbitrary: fc.constant({ do: 'nextFrames' as const }) },
  // Answers are made now and applied some steps later, or at once.
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(...questions),
      after: fc.nat(6),
    }),
  },
)

const shown = ({ delivery: _, seenBy: _seenBy, ...message }: ChatMessage) => message

describe('a chat log', () => {
  it('is what the server has, whatever is lost, repeated or out of order', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.array(step, { maxLength: 80, size: 'max' }), (before, steps) => {
        const server = createLogServer()
        for (let n = 0; n < before; n++) server.write('message', n)
        let log = emptyLog('me', true)
        let late: { due: number; what: string; apply: (log: ChatLog) => ChatLog }[] = []

        const fresh = () => {
          const oldest = log.messages[0]?.seq ?? Infinity
          return server.messages().filter(({ seq }) => seq >= oldest)
        }
        const check = () => {
          const known = fresh().filter(({ seq }) => seq <= log.synced)
          expect(log.messages.map(({ _id }) => _id)).toEqual(known.map(({ _id }) => _id))
          if (!log.isLoaded || log.synced < server.announced.length) return
          // The law: what was known before and the entries since make what there is now.
          expect(log.messages.map(shown)).toEqual(fresh())
          expect(log.memberIds).toEqual(server.members())
        }
        const ask = (what: Question) => {
          if (what === 'page') {
            const answer = server.history()
            return (log: ChatLog) => (log.isLoaded ? log : applyPage(log, answer))
          }
          if (what === 'sync') {
            const answer = server.sync(log.synced)
            return (log: ChatLog) => (log.isLoaded ? applySync(log, answer) : log)
          }
          if (what === 'change') {
            const answer = server.messages().findLast(({ rev }) => rev !== undefined)
            return (log: ChatLog) => (answer ? revise(log, answer) : log)
          }
          const before = log.messages[0]?.seq
          const answer = server.history(before)
          return (log: ChatLog) =>
            before !== undefined && log.messages[0]?.seq === before ? applyOlder(log, answer) : log
        }
        steps.forEach((it, now) => {
          const { announced } = server
          if (it.do === 'write') {
            server.write(it.kind, it.which)
            if (it.isHeard) log = receive(log, announced.at(-1)!)
          } else if (it.do === 'frame') {
            if (announced.length > 0) log = receive(log, announced[it.which % announced.length]!)
          } else if (it.do === 'nextFrames') {
            for (const next of announced.slice(log.synced)) log = receive(log, next)
          } else if (late.every(({ what }) => what !== it.do)) {
            late.push({ due: now + it.after, what: it.do, apply: ask(it.do) })
          }
          for (const { due, apply } of late) if (due <= now) log = apply(log)
          late = late.filter(({ due }) => due > now)
          check()
        })

        // The connection comes back and the client catches up; then it reads back to the start.
        log = ask('page')(log)
        for (let round = 0; round <= server.announced.length; round++) log = ask('sync')(log)
        expect(isBehind(log)).toBe(false)
        expect(log.held.size).toBe(0)
        check()
        expect(log.synced).toBe(server.announced.length)
        while (log.hasMore) log = ask('older')(log)
        expect(log.messages.map(shown)).toEqual(server.messages())
      }),
      { numRuns: 500 },
    )
  })
})
