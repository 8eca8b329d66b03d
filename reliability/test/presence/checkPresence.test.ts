import { describe, expect, it } from 'vitest'
import { checkPresence } from '../../src/check/presence/checkPresence'
import { measure } from '../../src/check/presence/measure'
import type { PresenceRecord, Trouble } from '../../src/check/presence/record'
import { at, butC, calmRun, connection, life } from './handMade'

const kindsOf = (record: PresenceRecord) => checkPresence(record).map(({ kind }) => kind)

const trouble = (
  kind: 'SIGSTOP' | 'partition',
  node: string,
  from: number,
  to: number,
): Trouble => ({
  ...{ kind, node },
  from: at(from),
  to: at(to),
})

describe('checkPresence', () => {
  it('finds nothing where every node follows within a second', () => {
    expect(checkPresence(calmRun())).toEqual([])
    expect(
      kindsOf(
        butC(calmRun(), [
          [10.9, 'ann', true],
          [40.9, 'ann', false],
        ]),
      ),
    ).toEqual([])
  })

  it('finds a node that never heard of somebody, or heard too late', () => {
    expect(kindsOf(butC(calmRun(), []))).toEqual(['missing'])
    const late = butC(calmRun(), [
      [11.2, 'ann', true],
      [40, 'ann', false],
    ])
    expect(kindsOf(late)).toEqual(['missing'])
  })

  it('finds a node that keeps somebody who left, or heard of it too late', () => {
    expect(kindsOf(butC(calmRun(), [[10, 'ann', true]]))).toEqual(['ghost'])
    const late = butC(calmRun(), [
      [10, 'ann', true],
      [41.2, 'ann', false],
    ])
    expect(kindsOf(late)).toEqual(['ghost'])
  })

  it('finds a flap, however short', () => {
    const flap = [
      [10, 'ann', true],
      [20, 'ann', false],
      [20.001, 'ann', true],
      [40, 'ann', false],
    ]
    expect(kindsOf(butC(calmRun(), flap as Parameters<typeof butC>[1]))).toEqual(['missing'])
  })

  it('finds a leave of somebody who never came', () => {
    const twice = butC(calmRun(), [
      [10, 'ann', true],
      [40, 'ann', false],
      [41, 'ann', false],
    ])
    expect(kindsOf(twice)).toEqual(['left twice'])
  })

  it('finds an answer that is not the sum of what was told', () => {
    const record = calmRun()
    record.lives[2]?.lists.push(
      { at: at(20), online: ['ann'], after: 1 },
      { at: at(30), online: ['ann', 'bob'], after: 1 },
      { at: at(50), online: [], after: 2 },
    )
    expect(kindsOf(record)).toEqual(['list'])
  })

  it('wants somebody who is on two nodes to stay when one of the two connections ends', () => {
    const record = calmRun()
    record.connections.push(connection('ann', 'b', 5, 20))
    for (const one of record.lives) one.changes[0]!.at = at(5.5)
    expect(checkPresence(record)).toEqual([])
    const left = butC(record, [
      [5, 'ann', true],
      [20, 'ann', false],
    ])
    expect(kindsOf(left)).toEqual(['missing'])
  })

  it('wants somebody whose connection broke to stay for the grace, and no longer', () => {
    const broken = (offlineAt: number) => {
      const record = calmRun()
      record.connections = [connection('ann', 'a', 10, 40, 'broke')]
      for (const one of record.lives) one.changes[1]!.at = at(offlineAt)
      return kindsOf(record)
    }
    expect(broken(45.1)).toEqual([])
    expect(broken(40.1)).toEqual(['missing', 'missing', 'missing'])
    expect(broken(46.2)).toEqual(['ghost', 'ghost', 'ghost'])
  })

  it('gives the others 9 s after a SIGKILL, and 1 s after a SIGTERM', () => {
    const ended = (how: 'SIGKILL' | 'SIGTERM', afterSeconds: number) => {
      const said = (delay: number) =>
        [
          [10, 'ann', true],
          [40 + delay, 'ann', false],
        ] as [number, string, boolean][]
      const record: PresenceRecord = {
        ...calmRun(),
        lives: [
          life('a', [[10, 'ann', true]], { at: at(40), how }),
          life('b', said(0.5)),
          life('c', said(afterSeconds)),
        ],
        connections: [connection('ann', 'a', 10, 40, 'gone')],
      }
      return { kinds: kindsOf(record), measured: measure(record) }
    }
    expect(ended('SIGKILL', 8.9).kinds).toEqual([])
    expect(ended('SIGKILL', 9.1).kinds).toEqual(['ghost'])
    expect(ended('SIGTERM', 0.9).kinds).toEqual([])
    expect(ended('SIGTERM', 1.1).kinds).toEqual(['ghost'])
    const [first = 0, second = 0] = ended('SIGKILL', 8.9).measured.SIGKILL ?? []
    expect(first).toBeCloseTo(500, -2)
    expect(second).toBeCloseTo(8900, -2)
  })

  it('counts a death anew when Redis goes on that had kept the last words', () => {
    const shownUntil = (seconds: number, troubles: Trouble[]) => {
      const said: Parameters<typeof butC>[1] = [
        [10, 'ann', true],
        [seconds, 'ann', false],
      ]
      const record: PresenceRecord = { ...calmRun(), troubles }
      record.lives = [
        life('a', [[10, 'ann', true]], { at: at(40), how: 'SIGKILL' }),
        life('b', said),
        life('c', said),
      ]
      record.connections = [connection('ann', 'a', 10, 40, 'gone')]
      return kindsOf(record)
    }
    const pause: Trouble = { kind: 'redis pause', from: at(39), to: at(43) }
    expect(shownUntil(51.9, [pause])).toEqual([])
    expect(shownUntil(52.2, [pause])).toEqual(['ghost', 'ghost'])
    expect(shownUntil(50.2, [])).toEqual(['ghost', 'ghost'])
  })

  it('gives 5 s after a partition to whoever was cut off, and nothing to others', () => {
    const cut = (comesBackAt: number) =>
      butC({ ...calmRun(), troubles: [trouble('partition', 'c', 15, 25)] }, [
        [10, 'ann', true],
        [22, 'ann', false],
        [comesBackAt, 'ann', true],
        [40, 'ann', false],
      ])
    expect(kindsOf(cut(29.9))).toEqual([])
    expect(kindsOf(cut(30.2))).toEqual(['missing'])
    const [, b, c] = cut(29.9).lives
    // b was not cut off from a.
    if (b && c) b.changes = c.changes
    const both = { ...cut(29.9) }
    both.lives = [both.lives[0]!, { ...c!, id: 'b#1', node: 'b' }, c!]
    expect(kindsOf(both)).toEqual(['missing'])
  })

  it('does not take a short silence for a reason to call others dead', () => {
    const record = { ...calmRun(), troubles: [trouble('partition', 'c', 15, 25)] }
    const hasty = butC(record, [
      [10, 'ann', true],
      [17, 'ann', false],
      [26, 'ann', true],
      [40, 'ann', false],
    ])
    expect(kindsOf(hasty)).toEqual(['missing'])
  })

  it('finds a node that stood still and then has everybody leave who stayed', () => {
    const record = { ...calmRun(), troubles: [trouble('SIGSTOP', 'c', 15, 25)] }
    const massLeave = butC(record, [
      [10, 'ann', true],
      [25.1, 'ann', false],
      [25.4, 'ann', true],
      [40, 'ann', false],
    ])
    expect(kindsOf(massLeave)).toEqual(['false leave'])
    const unmoved = butC(record, [
      [10, 'ann', true],
      [40, 'ann', false],
    ])
    expect(kindsOf(unmoved)).toEqual([])
  })

  it('lets the others miss the people of a node that stands still for long', () => {
    const record = { ...calmRun(), troubles: [trouble('SIGSTOP', 'a', 15, 25)] }
    const said = [
      [10, 'ann', true],
      [22, 'ann', false],
      [26, 'ann', true],
      [40, 'ann', false],
    ]
    expect(kindsOf(butC(record, said as Parameters<typeof butC>[1]))).toEqual([])
  })

  it('wants all connections of a user cut within a second, or 5 s after trouble', () => {
    const revoked = (endedAt: number | undefined, troubles: Trouble[] = []) => {
      const record = { ...calmRun(), troubles }
      record.connections = [connection('ann', 'a', 10, endedAt, 'closed')]
      record.revocations = [{ userId: 'ann', lifeId: 'b#1', at: at(40) }]
      return kindsOf(record).filter((kind) => kind === 'not cut')
    }
    expect(revoked(40.9)).toEqual([])
    expect(revoked(41.1)).toEqual(['not cut'])
    expect(revoked(undefined)).toEqual(['not cut'])
    const partition = [trouble('partition', 'a', 35, 45)]
    expect(revoked(49.9, partition)).toEqual([])
    expect(revoked(50.1, partition)).toEqual(['not cut'])
  })
})
