import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkSnippets, snippetPages, snippetsOf } from '../check/snippets.mjs'
import { root } from '../runCommand.mjs'

function page(markdown: string): string {
  mkdirSync('.cache', { recursive: true })
  const folder = mkdtempSync('.cache/page-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(`${folder}/page.md`, markdown)
  return relative(root, `${folder}/page.md`)
}
const block = (code: string, language = 'ts') => `\`\`\`${language}\n${code}\n\`\`\`\n`

describe('snippetsOf', () => {
  it('finds the blocks in TypeScript, with their line and the name in their first line', () => {
    const markdown = `# A\n\n${block('1')}\n${block('// web/a.tsx\n2', 'tsx')}\n${block('3', 'js')}`
    expect(snippetsOf(markdown)).toEqual([
      { line: 3, code: '1\n', name: 'block0.tsx' },
      { line: 7, code: '// web/a.tsx\n2\n', name: 'web/a.tsx' },
    ])
  })

  it('marks what a comment before it leaves out', () => {
    const markdown = `<!-- snippet: skip old code -->\n\n${block('1')}\n${block('2')}`
    expect(snippetsOf(markdown).map(({ skip }) => skip)).toEqual(['old code', undefined])
  })
})

describe('snippetPages', () => {
  it('has the README and the guide, not what is generated', () => {
    const pages = snippetPages()
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/custom-events.md']))
    expect(pages.filter((file) => /reference\/|decisions\//.test(file))).toEqual([])
  })
})

describe('checkSnippets', { timeout: 60_000 }, () => {
  it('names the line of the page for what does not compile', () => {
    const first = block(
      "import { defineContract } from '@monhub/realtime-server'\ndefineContract()",
    )
    const file = page(`# A\n\n${first}\n${block('const x: string = 1')}`)
    const { complaints, compiled } = checkSnippets([file])
    expect(complaints).toEqual([
      expect.stringMatching(`^${file}:5 TS2554`),
      expect.stringMatching(`^${file}:9 TS2322`),
    ])
    expect(compiled).toBe(2)
  })

  it('compiles blocks that import each other, and leaves out the skipped', () => {
    const a = block('// server/a.ts\nexport const a = 1')
    const b = block("import { a } from './server/a'\nconst sum: number = a + 1")
    const skipped = `<!-- snippet: skip old -->\n${block('nothing()')}`
    const { complaints, skipped: left } = checkSnippets([page([a, b, skipped].join('\n'))])
    expect(complaints).toEqual([])
    expect(left).toEqual([expect.stringMatching(/page\.md:\d+ old$/)])
  })
})
