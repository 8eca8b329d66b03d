import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    for (const child of running) if (child.pid) process.kill(-child.pid, 'SIGTERM')
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

/**
 * Runs a command with the workspace's binaries on PATH and gives its exit code and output.
 * With `onLine`, lines are also handed over as they come.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(command, args, { cwd = root, env = {}, onLine } = {}) {
  return new Promise((resolve) => {
    const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a signal also ends what the command started.
      detached: true,
    })
    running.add(child)
    let output = ''
    let rest = ''
    const take = (/** @type {string} */ text) => {
      output += text
      if (!onLine) return
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    child.on('error', (error) => take(`unable to run ${command}; ${error.message}\n`))
    child.on('close', (code) => {
      running.delete(child)
      if (rest) onLine?.(rest)
      resolve({ code: code ?? 1, output })
    })
  })
}
