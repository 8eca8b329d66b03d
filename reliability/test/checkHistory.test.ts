import type { LogEntry } from '@monhub/realtime-server'
import { describe, expect, it } from 'vitest'
import { checkHistory } from '../src/check/checkHistory'
import type { Change, Content, History } from '../src/check/history'
import { goodRun, GROUP, members, message, rowOf, sent, viewOf } from './handMade'

/** What is found when a good run is changed like this. */
function found(spoil: (run: ReturnType<typeof goodRun>) => void): string[] {
  const run = goodRun()
  spoil(run)
  return checkHistory(run.history, run.content).map(({ kind, detail }) => `${kind}: ${detail}`)
}

const one = (text: string): unknown[] => [expect.stringMatching(text)]

const drop = (content: Content, at: number) => {
  const isOther = ({ seq }: { seq: number }) => seq !== at
  content.rows = content.rows.filter(isOther)
  content.entries = content.entries.filter(isOther)
  content.messages = content.messages.filter(isOther)
}

describe('checkHistory', () => {
  it('finds nothing in a good run', () => {
    expect(found(() => {})).toEqual([])
  })

  it('finds a message that was acknowledged and is not stored', () => {
    expect(found(({ history }) => history.sends.push(sent(message(7, 'ann', 'ann.3'))))).toEqual(
      one('^lost: ann.3 was acknowledged as 7 .*; it is not stored'),
    )
  })

  it('finds a message that is stored elsewhere than its sender was told', () => {
    expect(found(({ history }) => (history.sends[0]!.ack!.seq = 3))).toEqual(
      one('^lost: ann.1 was acknowledged as 3 .*; 2 holds ann.1'),
    )
  })

  it('finds a message that was stored with another text', () => {
    expect(found(({ history }) => (history.sends[0]!.text = 'ann.0'))).toEqual(one('^lost: ann.0'))
  })

  it('finds a message that was never answered', () => {
    expect(
      found(({ history }) => {
        const { ack: _, ...send } = sent(message(7, 'ann', 'ann.3'))
        history.sends.push({ ...send, outcome: 'open' })
      }),
    ).toEqual(one('^unfinished: ann.3'))
  })

  it('finds a message that a member could not send, and lets others be refused', () => {
    const refused = (senderId: string) => (run: { history: History }) => {
      const { ack: _, ...send } = sent(message(7, senderId, `${senderId}.9`))
      run.history.sends.push({ ...send, outcome: 'refused', code: 'FORBIDDEN' })
    }
    expect(found(refused('ann'))).toEqual(one('^refused: ann.9 was refused with FORBIDDEN'))
    expect(found(refused('cid'))).toEqual([])
  })

  it('finds two rows for one client id', () => {
    expect(
      found(({ content }) => {
        content.rows.push({ ...content.rows[1]!, seq: 7, _id: 'other' })
      }),
    ).toEqual(one('^duplicate-row: clientId key-ann.1 of ann is stored 2 times: 2, 7'))
  })

  it('finds two rows at one place', () => {
    expect(
      found(({ content }) => {
        content.rows.push({ ...content.rows[1]!, clientId: 'other', _id: 'other' })
      }),
    ).toEqual(one('^duplicate-row: seq 2 is stored 2 times'))
  })

  it('finds one message that was stored twice, under two client ids', () => {
    const again = { ...message(7, 'ann', 'ann.1'), _id: 'other', clientId: 'other' }
    expect(
      found(({ content, history }) => {
        content.messages.push(again)
        content.rows.push(rowOf({ kind: 'message', conversationId: GROUP, seq: 7, message: again }))
        history.views = []
      }),
    ).toEqual(one('^duplicate-row: message ann.1 is stored 2 times: 2, 7'))
  })

  it('finds a message that was on a screen twice', () => {
    expect(
      found(({ history }) => history.views[1]!.duplicates.push({ token: 'ann.1', at: 12 })),
    ).toEqual(one('^duplicate-render: bob#1 showed ann.1 twice at 12 ms'))
  })

  it('finds a gap in a log', () => {
    expect(
      found(({ content, history }) => {
        drop(content, 3)
        history.sends.splice(1, 1)
        history.views = []
      }),
    ).toEqual(one('^gap: of 1 to 6, 3 are missing'))
  })

  it('finds a screen that skipped a message, even for a moment', () => {
    expect(
      found(({ history }) => history.views[0]!.spans.unshift({ first: 2, last: 4, count: 2 })),
    ).toEqual(one('^gap-render: ann#1 showed 2 of the 3 messages from 2 to 4'))
  })

  it('finds a screen that went back', () => {
    expect(
      found(({ history }) => history.views[0]!.spans.push({ first: 2, last: 3, count: 2 })),
    ).toEqual(one('^gap-render: ann#1 showed nothing newer, after 6, from 2 to 3'))
  })

  it('finds screens that put a message at different places', () => {
    expect(
      found(({ history }) => {
        const [a, b] = history.views[1]!.shown
        a!.seq = 3
        b!.seq = 2
      }).filter((text) => text.startsWith('order')),
    ).toEqual([
      expect.stringContaining('ann.1 is 2 for ann#1 and 3 for bob#1'),
      expect.stringContaining('bob.1 is 3 for ann#1 and 2 for bob#1'),
    ])
  })

  it('finds a screen that did not go by the order', () => {
    expect(
      found(({ history }) => history.views[0]!.disorders.push({ seqs: [3, 2], at: 9 })),
    ).toEqual(one('^order: ann#1 showed 3, 2 in this order at 9 ms'))
  })

  it('finds a message that was shown as stored and is not', () => {
    expect(
      found(({ history }) => {
        history.views[2]!.shown.push({ ...message(4, 'cid', 'cid.1') })
      }),
    ).toEqual(one(String.raw`^phantom: cid#1 showed cid.1 as 4 \(id-cid.1\)`))
  })

  it('finds a message shown to somebody who was taken out before', () => {
    expect(
      found(({ history, messages }) => (history.views[2] = viewOf('cid', messages, false))),
    ).toEqual(one(String.raw`^leak: cid#1 showed bob.2 \(6\); cid may read up to 5`))
  })

  it('finds a message of a group shown to somebody who never was in it', () => {
    expect(
      found(({ history, messages }) => {
        history.views.push(viewOf('eve', messages.slice(0, 1), false))
      }),
    ).toEqual(one(String.raw`^leak: eve#1 showed ann.1 \(2\); eve may read up to 0`))
  })

  it('finds a message or a change that was taken from somebody who was taken out before', () => {
    const late = message(7, 'cid', 'cid.1')
    const change = { conversationId: GROUP, seq: 7, actorId: 'cid', createdAt: late.createdAt }
    const added = (entry: LogEntry) =>
      found(({ content, history }) => {
        content.entries.push(entry)
        content.rows.push(rowOf(entry))
        if (entry.kind === 'message') content.messages.push(late)
        history.views = []
      })
    expect(added({ kind: 'message', conversationId: GROUP, seq: 7, message: late })).toEqual(
      one(String.raw`^stranger: cid.1 \(7\) was stored while cid was not a member`),
    )
    expect(
      added({ ...change, kind: 'reaction', targetId: 'id-ann.1', targetSeq: 2, reaction: '👍' }),
    ).toEqual(one(String.raw`^stranger: reaction \(7\) was stored while cid was not a member`))
  })

  it('lets somebody read everything who came back', () => {
    expect(
      found(({ content, history, messages }) => {
        const entry = members(7, ['cid'])
        content.entries.push(entry)
        content.rows.push(rowOf(entry))
        history.views[2] = viewOf('cid', messages)
      }),
    ).toEqual([])
  })

  it('finds a screen that lacks the newest message at the end', () => {
    expect(
      found(({ history, messages }) => (history.views[0]!.final = messages.slice(0, 3))),
    ).toEqual(one('^stale: ann#1: 1 missing at the end, from 6 bob.2'))
  })

  it('finds a screen that shows an old text at the end', () => {
    expect(
      found(({ content }) => {
        content.messages = content.messages.with(0, {
          ...content.messages[0]!,
          text: 'ann.1 again',
          editedAt: '2026-01-01T00:00:01.000Z',
        })
      }),
    ).toEqual([
      expect.stringMatching('^stale: ann#1: shown .*"ann.1".*stored .*"ann.1 again"'),
      expect.stringMatching('^stale: bob#1'),
    ])
  })

  const change = (kind: Change['kind'], value: string, rest: Partial<Change> = {}): Change => ({
    kind,
    conversationId: GROUP,
    targetId: 'id-ann.1',
    actorId: 'ann',
    value,
    invokedAt: 10,
    endedAt: 20,
    outcome: 'acked',
    ...rest,
  })
  const changing = (changes: Change[], now: Partial<ReturnType<typeof message>> = {}) =>
    found(({ history, content, messages }) => {
      history.changes = changes
      content.messages = messages.with(0, { ...messages[0]!, ...now })
      history.views = []
    })

  it('finds an acknowledged edit, deletion or reaction that had no effect', () => {
    for (const kind of ['edit', 'delete', 'reaction'] as const) {
      expect(changing([change(kind, 'ann.1 new')])).toEqual(one(`^lost-change: ${kind}`))
    }
    expect(changing([change('edit', 'ann.1 new')], { text: 'ann.1 new' })).toEqual([])
    expect(changing([change('delete', '')], { text: '', deletedAt: 'now' })).toEqual([])
    expect(changing([change('reaction', 'x')], { reactions: { x: ['ann'] } })).toEqual([])
    expect(changing([change('reaction', 'x')], { reactions: { x: ['bob'] } })).toHaveLength(1)
  })

  it('lets an edit that was not over before take the place of one', () => {
    const edits = [
      change('edit', 'ann.1 a'),
      change('edit', 'ann.1 b', { invokedAt: 30, endedAt: undefined, outcome: 'open' }),
    ]
    expect(changing(edits, { text: 'ann.1 a' })).toEqual([])
    expect(changing(edits, { text: 'ann.1 b' })).toEqual([])
    const overlapping = [
      change('edit', 'ann.1 a', { endedAt: 31 }),
      change('edit', 'ann.1 b', { invokedAt: 30, endedAt: 40 }),
    ]
    expect(changing(overlapping, { text: 'ann.1 a' })).toEqual([])
    const after = [
      change('edit', 'ann.1 a'),
      change('edit', 'ann.1 b', { invokedAt: 30, endedAt: 40 }),
    ]
    expect(changing(after, { text: 'ann.1 a' })).toEqual(one('"ann.1 b"'))
  })
})
