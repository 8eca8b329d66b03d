import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { judgeFiles } from '../check/fileLength.mjs'
import { checkClientDirective, checkPackedContents } from '../check/packedContents.mjs'
import { projectsOf } from '../check/typescriptProjects.mjs'
import { floors, judgeVersions } from '../check/versionFloors.mjs'
import { FLOORS } from '../../packages/server/src/dependencyFloors'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function unpacked(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'realtime-packed-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const sound = {
  'package.json': JSON.stringify({
    main: './dist/index.cjs',
    exports: { '.': { import: { types: './dist/index.d.ts', default: './dist/index.js' } } },
    devDependencies: { '@monhub/realtime-protocol': 'workspace:*' },
  }),
  'README.md': '',
  LICENSE: '',
  'dist/index.js': '"use client";\nexport const x = 1',
  'dist/index.cjs': '"use strict";\n"use client";\nexports.x = 1',
  'dist/index.d.ts': 'export declare const x: 1',
  'dist/index.js.map': '{"sources":["@monhub/realtime-protocol"]}',
}

describe('checkPackedContents', () => {
  it('passes a sound package', () => {
    expect(() => checkPackedContents(unpacked(sound))).not.toThrow()
  })

  it.each(['dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/deep/x.d.cts'])(
    'finds the private package in %s',
    (file) => {
      const folder = unpacked({ ...sound, [file]: "import '@monhub/realtime-protocol'" })
      expect(() => checkPackedContents(folder)).toThrow(`${file} names the private`)
    },
  )

  it.each(['README.md', 'LICENSE', 'dist/index.cjs', 'dist/index.d.ts'])('misses %s', (file) => {
    const folder = unpacked(sound)
    rmSync(join(folder, file))
    expect(() => checkPackedContents(folder)).toThrow(`${file} is not in the package`)
  })

  it('refuses a dependency that only this workspace has', () => {
    const manifest = JSON.stringify({ dependencies: { x: 'workspace:*' } })
    const folder = unpacked({ ...sound, 'package.json': manifest })
    expect(() => checkPackedContents(folder)).toThrow('x is wanted as workspace:*')
  })
})

describe('checkClientDirective', () => {
  it('takes the directive first, or second to "use strict"', () => {
    const client = ['dist/index.js', 'dist/index.cjs']
    expect(() => checkClientDirective(unpacked(sound), { client, server: [] })).not.toThrow()
  })

  it('does not take it after a statement', () => {
    const folder = unpacked({ 'a.js': 'const x = 1;\n"use client";' })
    expect(() => checkClientDirective(folder, { client: ['a.js'], server: [] })).toThrow(
      'a.js does not begin with "use client"',
    )
  })

  it('refuses it where server components import', () => {
    const folder = unpacked({ 'core.js': "'use client'\nexport const x = 1" })
    expect(() => checkClientDirective(folder, { client: [], server: ['core.js'] })).toThrow(
      'core.js begins with "use client"',
    )
  })
})

describe('judgeFiles', () => {
  it('fails at 400 lines and asks from 250', () => {
    expect(judgeFiles([{ file: 'a.ts', lines: 249 }])).toBe('1 files, median 249 lines')
    expect(judgeFiles([{ file: 'a.ts', lines: 250 }])).toContain('question: a.ts has 250 lines')
    expect(judgeFiles([{ file: 'a.ts', lines: 399 }])).toContain('question: a.ts has 399 lines')
    expect(() => judgeFiles([{ file: 'a.ts', lines: 400 }])).toThrow('a.ts has 400 lines')
  })

  it.each(['x/utils.ts', 'x/helpers.tsx'])('refuses the name %s', (file) => {
    expect(() => judgeFiles([{ file, lines: 1 }])).toThrow(`${file}: name it for its export`)
  })
})

describe('judgeVersions', () => {
  it('holds the lockfile to the floors that the server warns of', () => {
    expect(floors).toMatchObject(FLOORS)
  })

  const lockfile = "packages:\n\n  ws@8.21.1:\n\n  ws@7.5.0:\n\n  '@x/y@1.10.0':\n"

  it('names every locked version below its floor', () => {
    expect(() => judgeVersions(lockfile, { ws: '8.21.1' })).toThrow(
      'ws 7.5.0 is locked; it must be 8.21.1 or newer',
    )
  })

  it('compares numbers, not texts', () => {
    expect(() => judgeVersions(lockfile, { '@x/y': '1.9.0' })).not.toThrow()
    expect(() => judgeVersions(lockfile, { '@x/y': '1.11.0' })).toThrow('@x/y 1.10.0 is locked')
  })

  it('says when nothing is locked', () => {
    expect(() => judgeVersions(lockfile, { gone: '1.0.0' })).toThrow('gone is not in the lockfile')
  })
})

describe('projectsOf', () => {
  it('names the nearest project of each file that is wrong', () => {
    const projects = [
      'tsconfig.json',
      'examples/chat/tsconfig.json',
      'examples/chat/web/tsconfig.json',
    ]
    const output = [
      'examples/chat/web/src/App.tsx(1,2): error TS1: wrong',
      '  with a second line(3,4): error',
      'examples/chat/vite.config.ts(1,2): error TS1: wrong',
      'eslint.config.js(1,2): error TS1: wrong',
    ]
    expect(projectsOf(output.join('\n'), projects)).toEqual([
      'examples/chat/web/tsconfig.json',
      'examples/chat/tsconfig.json',
      'tsconfig.json',
    ])
  })
})
