import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { runCommand } from '../scripts/runCommand.mjs'

describe('signing in with the packed packages', () => {
  it.each([
    { title: 'an ESM app on Express 5', app: 'modern', file: 'auth.mjs' },
    { title: 'a CommonJS app on Express 4', app: 'legacy', file: 'auth.cjs' },
  ])('tells clients of $title the same', async ({ app, file }) => {
    const cwd = join(inject('installed'), app)
    expect(await runCommand('node', [file], { cwd })).toEqual({
      code: 0,
      output: 'connected SESSION_EXPIRED UNAUTHENTICATED connected\n',
    })
  })
})
