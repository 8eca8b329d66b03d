import { describe, expect, it } from 'vitest'
import { runSteps } from '../runSteps.mjs'

const lines: string[] = []
const options = { concurrency: 2, print: (line: string) => lines.push(line) }

describe('runSteps', () => {
  it('runs every step before it says which failed, and leaves out what needed them', async () => {
    lines.length = 0
    const ran: string[] = []
    const step = (name: string, after?: string[], error?: string) => ({
      name,
      after,
      run: () => {
        ran.push(name)
        if (error) throw new Error(error)
      },
    })

    const { failed } = await runSteps(
      [
        step('lint', [], 'planted complaint'),
        step('build'),
        step('pack', ['build']),
        step('fixes', ['lint']),
        step('more fixes', ['fixes']),
      ],
      options,
    )

    expect(ran).toEqual(['lint', 'build', 'pack'])
    expect(failed).toEqual(['lint', 'fixes', 'more fixes'])
    expect(lines.join('\n')).toMatch(/FAIL {2}lint +0\.\d s\n +planted complaint/)
    expect(lines.join('\n')).toMatch(/-- {4}fixes +needs lint/)
  })

  it('prints what a passing step has to say', async () => {
    lines.length = 0
    await runSteps([{ name: 'size', run: () => '3 kB' }], options)
    expect(lines).toEqual([expect.stringMatching(/^ok {4}size {2}0\.\d s$/), '      3 kB'])
  })

  it('runs no more steps at a time than it was told', async () => {
    let active = 0
    let most = 0
    const run = async () => {
      most = Math.max(most, ++active)
      await new Promise(setImmediate)
      active -= 1
    }
    await runSteps(
      ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, run })),
      options,
    )
    expect(most).toBe(2)
  })

  it('names steps that wait for one another', async () => {
    const run = () => undefined
    const steps = [
      { name: 'a', after: ['b'], run },
      { name: 'b', after: ['a'], run },
    ]
    await expect(runSteps(steps, options)).rejects.toThrow('steps wait for one another: a, b')
  })
})
