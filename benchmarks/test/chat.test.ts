import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../scripts/runCommand.mjs'
import { report, type Results } from '../chat/report'
import { latencyOf, spreadOf } from '../shared/statistics'

const folder = join(import.meta.dirname, '..')

describe('bench:chat', () => {
  it('measures everything but MongoDB, in tiny sizes', { timeout: 60_000 }, async () => {
    const build = await runCommand('tsup', ['--silent'], { cwd: folder })
    expect(build).toMatchObject({ code: 0 })
    const { code, output } = await runCommand('node', ['dist/main.js', '--tiny'], { cwd: folder })
    expect({ code, output }).toMatchObject({ code: 0 })
    for (const row of ['bare ws', 'bare Socket.IO', 'ours, memory', 'sends/s, socket to ack']) {
      expect(output).toMatch(new RegExp(`\\| ${row} +\\| +\\d`))
    }
    expect(output).not.toContain('NaN')
  })
})

describe('README.md', () => {
  it('shows the results that are kept', () => {
    const kept = readFileSync(join(folder, 'results/chat.json'), 'utf8')
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(readme).toContain(report(JSON.parse(kept) as Results))
  })
})

describe('spreadOf', () => {
  it('gives the middle, the least and the most', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 })
  })
})

describe('latencyOf', () => {
  it('gives the times that half, and 99 of 100, stay below', () => {
    const times = Array.from({ length: 200 }, (_, i) => 200 - i)
    expect(latencyOf(times)).toEqual({ p50Ms: 101, p99Ms: 199 })
  })
})
