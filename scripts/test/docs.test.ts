import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { snippetsOf } from '../check/snippets.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'packages', 'examples']
    .flatMap((folder) => sourceFiles(folder))
    .filter((file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md')),
]

describe('docs/authentication.md', () => {
  it('takes less than ten lines each time', () => {
    const snippets = snippetsOf(readFileSync('docs/authentication.md', 'utf8'))
    const lines = snippets.map(({ code }) => code.trimEnd().split('\n'))
    expect(lines.filter(({ length }) => length >= 10)).toEqual([])
  })
})

describe('docs/reference-coverage.md', () => {
  it('names tests that there are', () => {
    const commands = [
      ...readFileSync('docs/reference-coverage.md', 'utf8').matchAll(
        /`npx vitest run (\S+) -t "([^"]+)"`/g,
      ),
    ]
    expect(commands.length).toBeGreaterThan(20)
    const missing = commands.filter(([, file, name]) => !titlesOf(file!).includes(name!))
    expect(missing.map(([command]) => command)).toEqual([])
  })
})

/** What a test file says; the suite of all stores stands in files of its own. */
function titlesOf(file: string): string {
  const suite = file.includes('/stores/') ? sourceFiles('packages/server/test/stores/contract') : []
  return [file, ...suite]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join()
}

describe.each(pages)('%s', (page) => {
  it('has no dead link', () => {
    expect(linksOf(page).filter(isDead(page))).toEqual([])
  })
})

/** Of the prose: what stands in code is no link. */
function linksOf(page: string): string[] {
  const prose = readFileSync(page, 'utf8')
    .replace(/^```[^]*?^```/gm, '')
    .replace(/`[^`]*`/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
  return links.filter((link) => !/^https?:/.test(link))
}

const isDead = (page: string) => (link: string) => {
  const [path, anchor] = link.split('#')
  const target = path ? join(dirname(page), path) : page
  if (!existsSync(target)) return true
  return anchor !== undefined && !anchorsOf(target).has(anchor)
}

/** As GitHub makes them of headings, numbered where one comes again, and those set by hand. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(page, 'utf8')
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!))
  for (const [, title] of text.matchAll(/^#+ (.+)$/gm)) {
    const anchor = title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    let number = 0
    while (anchors.has(number ? `${anchor}-${number}` : anchor)) number++
    anchors.add(number ? `${anchor}-${number}` : anchor)
  }
  return anchors
}
