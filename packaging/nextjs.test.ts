import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { CHROMIUM_FLAGS, chromiumForTests } from '../scripts/findChromium.mjs'
import { runCommand } from '../scripts/runCommand.mjs'
import { open, say, signIn, visit, type Visit } from './nextPerson'
import { startNext } from './startNext'

const cwd = join(inject('installed'), 'nextjs')
const executablePath = chromiumForTests()

let browser: Browser
let app: Awaited<ReturnType<typeof startNext>>
const visits: Visit[] = []

beforeAll(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
})
afterAll(() => browser?.close())

afterEach(async () => {
  await Promise.all(visits.map(({ page }) => page.context().close()))
  const problems = visits.splice(0).flatMap((visited) => visited.problems)
  // Of a page that does not fit what the server sent, React writes an error too.
  expect(problems).toEqual([])
})

async function arrive(name?: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const visited = await visit(browser, { baseURL: app.url, ...options })
  visits.push(visited)
  if (name) await signIn(visited.page, name)
  return visited
}

/** Asked again until it is so: a connection ends a moment after its page. */
const connections = (count: number) =>
  expect.poll(() => app.connections(), { timeout: 10_000 }).toBe(count)

describe('the Next.js example on the packed packages', () => {
  it('is built without a warning, and its types fit', async () => {
    const { code, output } = await runCommand('node_modules/.bin/next', ['build'], {
      cwd,
      // On continuous integration it warns of every build that no earlier one has left a cache for.
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '' },
    })
    expect(output).not.toMatch(/warn|error|⚠/i)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/ƒ \/chat\/\[peerId\]/)
  }, 180_000)
})

describe.skipIf(!executablePath)('the built Next.js example', () => {
  beforeAll(async () => {
    app = await startNext(cwd, 'start')
  }, 60_000)
  afterAll(async () => {
    expect(await app.stop()).toBe(0)
  })

  it('has people, presence and the conversation in its pages before any script', async () => {
    await arrive('Bela')
    await connections(1)
    const { page } = await arrive('Ada', { javaScriptEnabled: false })
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      'Belaonline',
      'Chidioffline',
      'Doraoffline',
    ])
    await open(page, 'Bela')
    expect(await page.getByRole('heading').textContent()).toBe('Bela online')
    await page.getByLabel('Message').waitFor()
    await connections(1)
  })

  it('carries typing, a message and its read receipt from one person to another', async () => {
    const [{ page: ada }, { page: bela }] = [await arrive('Ada'), await arrive('Bela')]
    await ada.getByRole('listitem').filter({ hasText: 'Bela' }).getByText('online').waitFor()
    await open(ada, 'Bela')
    await open(bela, 'Ada')

    await bela.getByLabel('Message').fill('Hel')
    await ada.getByText('Bela is typing').waitFor()
    await say(bela, 'Hello Ada')
    await ada.getByText('Hello Ada').waitFor()
    await say(ada, 'Hello Bela')
    await bela.getByText('Hello Bela').waitFor()
    await ada.getByText('read', { exact: true }).waitFor()

    await ada.reload()
    await ada.getByText('Hello Bela').waitFor()
    expect(await ada.getByRole('log').getByRole('listitem').allTextContents()).toEqual([
      'Hello Ada',
      'Hello Belaread',
    ])
  })

  it('keeps one connection from page to page, and none after signing out', async () => {
    const { page, sockets } = await arrive('Ada')
    await connections(1)
    for (const name of ['Bela', 'Chidi', 'Dora']) {
      await open(page, name)
      await page.getByRole('link', { name: 'People' }).click()
      await page.getByRole('heading', { name: 'People' }).waitFor()
    }
    await page.goBack()
    await page.getByRole('heading', { name: 'Dora' }).waitFor()
    await connections(1)
    expect(sockets).toHaveLength(1)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
    await connections(0)
    expect(sockets).toHaveLength(1)
  })

  it('says that there is no connection, and sends later what was written meanwhile', async () => {
    const [{ page: ada }, { page: bela }] = [await arrive('Ada'), await arrive('Bela')]
    await open(ada, 'Bela')
    await open(bela, 'Ada')
    await connections(2)
    await ada.context().setOffline(true)
    const banner = ada.getByRole('status', { name: 'Connection' }).getByText('No connection')
    await banner.waitFor()
    await say(ada, 'Written offline')
    await ada.getByText('queued').waitFor()
    await ada.context().setOffline(false)
    await bela.getByText('Written offline').waitFor()
    await banner.waitFor({ state: 'detached' })
  })
})

describe.skipIf(!executablePath)('the Next.js example in development', () => {
  beforeAll(async () => {
    app = await startNext(cwd, 'dev')
  }, 60_000)
  afterAll(() => app.stop())

  /** Edits a file as a developer does, and waits until the page shows it. */
  async function edit({ page }: Visit, file: string, shown: string, change: [string, string][]) {
    const path = join(cwd, file)
    let text = await readFile(path, 'utf8')
    for (const [from, to] of change) {
      expect(text).toContain(from)
      text = text.replace(from, to)
    }
    await writeFile(path, text)
    await page.getByText(shown).waitFor()
  }

  it('keeps what was typed, and its connection, while components are edited', async () => {
    const ada = await arrive('Ada')
    await ada.page.goto('/chat/bela')
    await connections(1)
    await ada.page.getByLabel('Message').fill('a draft')
    const before = ada.sockets.length

    await edit(ada, 'app/chat/Composer.tsx', 'Send it', [['Send', 'Send it']])
    expect(await ada.page.getByLabel('Message').inputValue()).toBe('a draft')
    // Another hook in it: the provider and all below it are mounted anew.
    await edit(ada, 'app/Realtime.tsx', 'Edited', [
      ['import type { ReactNode }', 'import { useState, type ReactNode }'],
      ['  return (', "  const [mark] = useState('Edited')\n  return ("],
      ['{children}', '<i>{mark}</i>{children}'],
    ])
    await edit(ada, 'app/layout.tsx', 'Everybody', [['People', 'Everybody']])

    await connections(1)
    expect(ada.sockets).toHaveLength(before)
  })
})
