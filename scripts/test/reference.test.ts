import { describe, expect, it } from 'vitest'
import { judgeReference } from '../check/reference.mjs'
import { entryPoints } from '../entryPoints.mjs'

describe('judgeReference', () => {
  const generated = new Map([
    ['a.md', '# a'],
    ['b.md', '# b'],
  ])

  it('counts the pages when what is committed is what the sources give', () => {
    expect(judgeReference(new Map(generated), generated)).toBe('2 pages')
  })

  it('names pages that are stale, missing or left over, and the command', () => {
    const committed = new Map([
      ['a.md', '# old'],
      ['c.md', '# c'],
    ])
    expect(() => judgeReference(committed, generated)).toThrow(
      'docs/reference is not what the docstrings say: a.md, b.md, c.md. Run `npx -y pnpm@12 reference` and commit what it changes.',
    )
  })
})

describe('entryPoints', () => {
  it('are what the two packages export', async () => {
    const exported = await Promise.all(
      ['server', 'react'].map(async (folder) => {
        const manifest = await import(`../../packages/${folder}/package.json`)
        const { name, exports } = manifest.default as { name: string; exports: object }
        const paths = Object.keys(exports).filter((path) => path !== './package.json')
        return paths.map((path) => path.replace(/^\./, name))
      }),
    )
    expect(new Set(entryPoints().map(({ name }) => name))).toEqual(new Set(exported.flat()))
  })
})
