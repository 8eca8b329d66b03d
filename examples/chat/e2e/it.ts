import {
  chromium,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
} from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM_FLAGS, chromiumForTests } from '../../../scripts/findChromium.mjs'
import { layCable } from './cable'
import { startDemo } from './demo'
import { personOn, type Person } from './person'

const executablePath = chromiumForTests()

/** What a browser writes on its console while the server is away. */
const OUTAGE =
  /ERR_(CONNECTION_\w+|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)|WebSocket connection to .* failed/

/** Skipped, with a line that says what to install, where there is no browser. */
export const describeInBrowser = describe.skipIf(!executablePath)

/** Asks again until it is so; on a busy machine a second is not long. */
export const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 10_000 })

/** With the flags that tests need; `options` may differ from what Playwright sets. */
export const startBrowser = (options: LaunchOptions = {}) =>
  chromium.launch({ executablePath, args: CHROMIUM_FLAGS, ...options })

/** A test in real browsers. It fails too when a page has thrown, or written an error or warning. */
export const it = test
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await startBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  /** A server of this test alone. */
  .extend('demo', async ({}, { onCleanup }) => {
    const demo = await startDemo()
    onCleanup(() => demo.remove())
    return demo
  })
  /** Another way to that server, that can be cut. */
  .extend('cable', async ({ demo }, { onCleanup }) => {
    const cable = await layCable(demo.url)
    onCleanup(() => cable.remove())
    return cable
  })
  /** Opens the demo in a browser of its own, with nobody signed in. */
  .extend('visit', async ({ browser, demo, onTestFinished }, { onCleanup }) => {
    const contexts: BrowserContext[] = []
    const problems: string[] = []
    onCleanup(async () => {
      await Promise.all(contexts.map((context) => context.close()))
    })
    // Not in the cleanup: where one throws, those of other fixtures are left out.
    onTestFinished(() => {
      expect(problems.filter((problem) => !OUTAGE.test(problem))).toEqual([])
    })
    return async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ baseURL: demo.url, ...options })
      contexts.push(context)
      context.setDefaultTimeout(10_000)
      context.on('weberror', (event) => problems.push(String(event.error())))
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text())
      })
      const page = await context.newPage()
      await page.goto('/')
      await page.getByLabel('Name').waitFor()
      return page
    }
  })
  /** Signs somebody in, in a browser of their own. */
  .extend('arrive', ({ visit }) => async (name: string, options?: BrowserContextOptions) => {
    const page = await visit(options)
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const person = personOn(page, name)
    await person.connection('Connected').waitFor()
    return person
  })
  /** Another tab in the browser of somebody. */
  .extend('anotherTab', () => async ({ page, name }: Person) => {
    const tab = await page.context().newPage()
    await tab.goto(page.url())
    const person = personOn(tab, name)
    await person.connection('Connected').waitFor()
    return person
  })
