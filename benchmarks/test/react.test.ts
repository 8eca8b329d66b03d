import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../scripts/runCommand.mjs'
import { report, type Results } from '../react/report'

const cwd = join(import.meta.dirname, '..')

describe('bench:react', () => {
  it('renders one row for a flip and hears every event, with 100 rows', async () => {
    const build = await runCommand('tsup', ['--silent', '--out-dir', 'react/dist'], { cwd })
    expect(build).toMatchObject({ code: 0 })
    // Its exit code also tells of times, which are the machine's.
    const { output } = await runCommand('node', ['react/dist/main.js', '--tiny', '--json'], { cwd })
    const json = output.split('\n').find((line) => line.startsWith('{'))
    const results = JSON.parse(json ?? 'null') as Results
    const ours = results.rows.find(({ kind }) => kind === 'ours')
    expect(ours?.rounds).toMatchObject([{ renders: results.sizes.flips }])
    expect(ours?.heard).toEqual(['ok', 'ok', 'ok', 'done', 'done'])
    expect(report(results)).not.toMatch(/NaN|Infinity/)
  }, 120_000)
})
