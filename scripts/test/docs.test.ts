import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCommand } from '../runCommand.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'packages', 'examples']
    .flatMap((folder) => sourceFiles(folder))
    .filter((file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md')),
]

/** What snippets leave to the reader's app, and the package whose installed packages it has. */
const apps: Record<string, { beside: string; declarations: string }> = {
  'README.md': {
    beside: 'examples/chat',
    declarations: `
type React = typeof import('@monhub/realtime-react')
declare global {
  namespace Express { interface Request { user?: { id: string } } }
  const app: import('express').Express
  const io: import('socket.io').Server
  const authenticate: (handshake: object) => { userId: string } | null
  const userOfSession: (cookie?: string) => Promise<{ userId: string } | null>
  const useAuth: () => { user?: { id: string }; loading: boolean }
  const mutate: (key: string) => Promise<void>
  const realtime: import('@monhub/realtime-server').SocketServiceAPI
  const createSocketService: typeof import('@monhub/realtime-server').createSocketService
  const createHealthHandler: typeof import('@monhub/realtime-server').createHealthHandler
  const useChat: React['useChat'], useIsOnline: React['useIsOnline']
  const RealtimeSyncProvider: React['RealtimeSyncProvider']
  const peerId: string, children: import('react').ReactNode
}
export {}
`,
  },
  'docs/authentication.md': {
    beside: 'packages/server',
    declarations: `
declare module 'express-session' { interface SessionData { userId: string; expiresAt: number } }
declare global {
  namespace Express { interface User { id: string } }
  type ReactNode = import('react').ReactNode
  const app: import('express').Express
  const sessions: ReturnType<typeof import('express-session')>
  const passport: import('passport').PassportStatic
  const cookieSession: typeof import('cookie-session')
  const cookieParser: typeof import('cookie-parser')
  const keys: string[]
  const readFileSync: typeof import('node:fs').readFileSync
  const io: import('socket.io').Server
  const realtime: import('@monhub/realtime-server').SocketServiceAPI
  const createSocketService: typeof import('@monhub/realtime-server').createSocketService
  const jwtAuth: typeof import('@monhub/realtime-server/jwt').jwtAuth
  const expressAuth: typeof import('@monhub/realtime-server/express').expressAuth
  const isBanned: (userId: string) => Promise<boolean>
  const findSession: (cookie: string | undefined, token: unknown) =>
    Promise<{ id: string; userId: string; endsAt: Date } | null>
  const SocketProvider: typeof import('@monhub/realtime-react').SocketProvider
  const useUser: () => { id: string }
  const getAccessToken: (wanted: { minLifeMs: number }) => Promise<string>
}
export {}
`,
  },
  'docs/custom-events.md': {
    beside: 'packages/server',
    declarations: `
declare global {
  const io: import('socket.io').Server
  const authenticate: (handshake: object) => { userId: string } | null
}
export {}
`,
  },
}

describe.each(Object.entries(apps))('%s', (page, { beside, declarations }) => {
  it('has snippets that compile', { timeout: 60_000 }, async () => {
    mkdirSync(`${beside}/.cache`, { recursive: true })
    const folder = mkdtempSync(`${beside}/.cache/snippets-`)
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const snippets = snippetsOf(page)
    expect(snippets.length).toBeGreaterThan(3)
    snippets.forEach((code, i) => {
      const file = join(folder, nameOf(code) ?? `snippet${i}.tsx`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${code}\nexport {}\n`)
    })
    writeFileSync(join(folder, 'readersApp.d.ts'), declarations)
    const tsconfig = {
      extends: '../../../../tsconfig.base.json',
      compilerOptions: { lib: ['ES2023', 'DOM', 'DOM.Iterable'] },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    const { output } = await runCommand('tsc', ['-p', folder, '--pretty', 'false'])
    expect(output).toBe('')
  })
})

const snippetsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^```tsx?\n([^]*?)^```/gm)].map(([, code]) => code!)

/** A first line like `// server/contract.ts`, for snippets that import each other. */
const nameOf = (code: string) => /^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1]

describe('docs/authentication.md', () => {
  it('takes less than ten lines each time', () => {
    const lines = snippetsOf('docs/authentication.md').map((code) => code.trimEnd().split('\n'))
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

/** As GitHub makes them of headings. */
const anchorsOf = (page: string) =>
  new Set(
    [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
