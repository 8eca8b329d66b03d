import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { runCommand } from '../scripts/runCommand.mjs'

const cwd = join(inject('installed'), 'modern')

describe('the types of the packed packages', () => {
  it.each(['node16', 'bundler'])('compile strictly under %s resolution', async (resolution) => {
    const project = `tsconfig.${resolution}.json`
    expect(await runCommand('node_modules/.bin/tsc', ['-p', project], { cwd })).toEqual({
      code: 0,
      output: '',
    })
  })
})
