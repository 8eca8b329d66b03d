import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { runCommand } from '../scripts/runCommand.mjs'

const modern = join(inject('installed'), 'modern')
const legacy = join(inject('installed'), 'legacy')

const CHAT = /0 messages, connected: false/

describe('rendering on the server', () => {
  it.each([
    ['React 19, as ESM', modern, 'render.mjs', CHAT],
    ['React 18, as CommonJS', legacy, 'render.cjs', CHAT],
    ['a provider of one format around a hook of the other', modern, 'renderMixed.mjs', /false/],
  ])('works with %s', async (_, cwd, file, html) => {
    expect(await runCommand('node', [file], { cwd })).toEqual({
      code: 0,
      output: expect.stringMatching(html),
    })
  })
})

describe('a Vite build', () => {
  it('succeeds without a warning, and carries nothing of the server or of a contract', async () => {
    const { code, output } = await runCommand('node_modules/.bin/vite', ['build'], {
      cwd: modern,
      // The test runner's own `test` would build React for development.
      env: { NODE_ENV: 'production' },
    })
    expect(output).not.toMatch(/warn|error|\(!\)/i)
    expect(code).toBe(0)

    const assets = join(modern, 'web/dist/assets')
    const scripts = (await readdir(assets)).filter((file) => file.endsWith('.js'))
    const texts = await Promise.all(scripts.map((file) => readFile(join(assets, file), 'utf8')))
    const carried = (trace: string) => texts.some((text) => text.includes(trace))
    // What a schema of any library has, and a contract says of its names.
    const ofContract = ['~standard', 'is taken']
    const ofServer = ['valibot', 'realtime-protocol', 'node:http']
    const used = ['message:send', 'listing:sold']
    expect([...used, ...ofContract, ...ofServer].filter(carried)).toEqual(used)
  })
})

describe('the test kit', () => {
  it('works with Jest, as CommonJS, with real and with fake timers', async () => {
    const { code, output } = await runCommand('node_modules/.bin/jest', [], { cwd: legacy })
    expect(output).toMatch(/Tests: +2 passed, 2 total/)
    // What still runs would keep Jest from ending.
    expect(output).not.toMatch(/did not exit|open handle/i)
    expect(code).toBe(0)
  })
})
