import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasRedisServer } from '../../scripts/redisServer.mjs'
import { runCommand } from '../../scripts/runCommand.mjs'
import { report as clusterReport, type Results as ClusterResults } from '../cluster/report'
import { createCrowd } from '../presence/crowd'
import { createPicture } from '../presence/crowd/picture'
import { gatesOf, growthOf, type Measured } from '../presence/gates'
import { idOf, indexOf, watchedBy } from '../presence/kinds'
import type { Row } from '../presence/measure'
import { report, type Results } from '../presence/report'

const folder = join(import.meta.dirname, '..')

/** Builds and runs a benchmark in tiny sizes; gives what it would keep. */
async function runTiny(name: string): Promise<unknown> {
  const build = await runCommand('tsup', ['--silent', '--out-dir', `${name}/dist`], { cwd: folder })
  expect(build).toMatchObject({ code: 0 })
  const main = `${name}/dist/main.js`
  const { code, output } = await runCommand('node', [main, '--tiny', '--json'], { cwd: folder })
  expect({ code, output }).toMatchObject({ code: 0 })
  const json = output.split('\n').find((line) => line.startsWith('{'))
  return JSON.parse(json ?? 'null')
}

describe('bench:presence', () => {
  it(
    'writes far fewer bytes than the naive list, for 100 people',
    { timeout: 120_000 },
    async () => {
      const results = (await runTiny('presence')) as Results
      const counted = gatesOf(results).filter(({ isExact }) => isExact)
      expect(counted.filter(({ isHeld }) => !isHeld)).toEqual([])
      expect(counted.map(({ what }) => what)).toContain('storm, 20 watched: growth')
      expect(report(results)).not.toMatch(/NaN|Infinity/)
    },
  )
})

describe('bench:cluster', () => {
  it.skipIf(!hasRedisServer())('delivers once on every adapter', { timeout: 120_000 }, async () => {
    const results = (await runTiny('cluster')) as ClusterResults
    expect(results.rows.map(({ adapter }) => adapter)).toEqual([
      ...['redis', 'redis sharded', 'redis streams', 'Node cluster'],
    ])
    expect(clusterReport(results)).not.toMatch(/NaN|Infinity/)
  })
})

describe('README.md', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const kept = (name: string): unknown =>
    JSON.parse(readFileSync(join(folder, `results/${name}.json`), 'utf8'))

  it('shows the results of bench:presence that are kept', () => {
    expect(readme).toContain(report(kept('presence') as Results))
  })

  it('shows the results of bench:cluster that are kept', () => {
    expect(readme).toContain(clusterReport(kept('cluster') as ClusterResults))
  })
})

describe('gatesOf', () => {
  const spread = { median: 1, min: 1, max: 1 }
  const row = (kind: Row['kind'], population: number, bytes: number): Row => ({
    ...{ kind, population },
    runs: [{ bytes, frames: 1, cpuMs: 1, peakRssMb: 1, loopDelayP99Ms: 1, elapsedMs: 1 }],
  })
  const rows = (all: number, watched: number) => [
    ...[row('baseline', 100, 1_000_000), row('floor', 100, 10), row('all', 100, all)],
    ...[row('watched', 50, watched / 2), row('watched', 100, watched)],
  ]
  const measured = (all: number, watched: number, heapMb = 4): Measured => ({
    ...{ storm: rows(all, watched), churn: rows(all, watched) },
    reads: { local: { users: 10_000, isUserOnlineNs: spread, getOnlineUsersMs: spread, heapMb } },
    limits: { storm: { all: 10, watched: 100 }, churn: { all: 10, watched: 100 } },
  })
  const missed = (of: Measured) => gatesOf(of).flatMap(({ what, isHeld }) => (isHeld ? [] : [what]))

  it('holds what is as cheap as it has to be', () => {
    expect(missed(measured(100_000, 10_000))).toEqual([])
  })

  it('misses one byte too many, and memory as of 100 000 users', () => {
    expect(missed(measured(101_000, 10_000))).toEqual([
      ...['storm, everybody watched: bytes', 'churn, everybody watched: bytes'],
    ])
    expect(missed(measured(100_000, 10_000, 4.1))).toEqual(['memory, local: MB'])
  })

  it('gives the exponent of the growth', () => {
    const cubes = [10, 20, 50].map((population) => row('all', population, 9 * population ** 3))
    expect(growthOf(cubes, 'all')).toBeCloseTo(3)
  })
})

describe('watchedBy', () => {
  it('gives 20 different others', () => {
    for (const index of [0, 7, 49]) {
      const others = new Set(watchedBy(index, 50))
      expect(others.size).toBe(20)
      expect(others).not.toContain(index)
    }
  })
})

describe('createPicture', () => {
  const frame = (event: string, payload: unknown) =>
    Buffer.from(`42${JSON.stringify([event, payload])}`)
  const ids = (indexes: number[]) => indexes.map(idOf)
  const joined = (indexes: number[]) => Object.fromEntries(ids(indexes).map((id) => [id, {}]))
  const shown = (picture: ReturnType<typeof createPicture>) =>
    [0, 1, 2, 3].filter((index) => picture.has(index))

  const hello = (rest: object) =>
    frame('server:hello', { v: 2, userId: idOf(0), time: '2026-03-02T10:00:00.000Z', ...rest })

  it('follows the hello and diffs', () => {
    const picture = createPicture('all', 4)
    picture.take(hello({ users: joined([0, 2]) }))
    picture.take(frame('presence:diff', { joined: joined([1, 3]), left: ids([0]) }))
    expect(shown(picture)).toEqual([1, 2, 3])
    expect(picture.size()).toBe(3)
  })

  it('shows the latest list', () => {
    const picture = createPicture('baseline', 4)
    picture.take(frame('users:online', ids([0, 1, 2])))
    picture.take(frame('users:online', ids([1, 2])))
    expect(shown(picture)).toEqual([1, 2])
    expect(picture.size()).toBe(2)
  })

  it('does not take a hello without an answer for one', () => {
    expect(() => createPicture('all', 4).take(hello({}))).toThrow('refused the watch')
  })
})

describe('idOf', () => {
  it('is as long as an ObjectId, and can be read back', () => {
    expect(idOf(4711)).toHaveLength(24)
    expect(indexOf(idOf(4711))).toBe(4711)
  })
})

describe('createCrowd', () => {
  it('judges nobody who is not here', async () => {
    const crowd = createCrowd({ port: 0, kind: 'all', population: 3 })
    await crowd.settle()
    expect(() => crowd.verify()).not.toThrow()
  })
})
