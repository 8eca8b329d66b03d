import { seconds } from './seconds.mjs'

/**
 * A step of `pnpm check`: resolves with what it wants to say (nothing, mostly), throws with what
 * is wrong. It starts when the steps named in `after` have passed.
 *
 * @typedef {{ name: string, after?: string[], run: () => Promise<string | void> | string | void }} Step
 */

/**
 * Runs all steps, a few at a time, with a line for each; those that wait for a failed one are
 * named and left out.
 *
 * @param {Step[]} steps
 * @param {{ concurrency: number, print?: (line: string) => void }} options
 * @returns {Promise<{ failed: string[] }>}
 */
export async function runSteps(steps, { concurrency, print = console.log }) {
  const width = Math.max(...steps.map(({ name }) => name.length))
  /** @type {Map<string, 'passed' | 'failed' | 'left out'>} */
  const done = new Map()
  const waiting = [...steps]
  /** @type {Set<Promise<void>>} */
  const active = new Set()

  const settle = (
    /** @type {Step} */ step,
    /** @type {'passed' | 'failed' | 'left out'} */ how,
    detail = '',
  ) => {
    done.set(step.name, how)
    const mark = { passed: 'ok  ', failed: 'FAIL', 'left out': '--  ' }[how]
    print(`${mark}  ${step.name.padEnd(width)}  ${detail}`)
  }

  const start = async (/** @type {Step} */ step) => {
    const startedAt = performance.now()
    try {
      const remark = await step.run()
      settle(step, 'passed', seconds(startedAt))
      if (remark) print(indent(remark))
    } catch (error) {
      settle(step, 'failed', seconds(startedAt))
      print(indent(error instanceof Error ? error.message : String(error)))
    }
  }

  while (waiting.length > 0 || active.size > 0) {
    const step = waiting.find(({ after = [] }) => after.every((name) => done.has(name)))
    if (step && active.size < concurrency) {
      waiting.splice(waiting.indexOf(step), 1)
      const missed = step.after?.find((name) => done.get(name) !== 'passed')
      if (missed) {
        settle(step, 'left out', `needs ${missed}`)
        continue
      }
      const turn = start(step).finally(() => active.delete(turn))
      active.add(turn)
    } else if (active.size > 0) {
      await Promise.race(active)
    } else {
      throw new Error(`steps wait for one another: ${waiting.map(({ name }) => name).join(', ')}`)
    }
  }
  return { failed: steps.map(({ name }) => name).filter((name) => done.get(name) !== 'passed') }
}

const indent = (/** @type {string} */ text) => text.trim().replace(/^(?=.)/gm, '      ')
