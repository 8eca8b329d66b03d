import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { describeInBrowser, eventually, it, startBrowser } from './it'

/** Playwright switches the cache off. */
const itWithCache = it.extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
  const browser = await startBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  onCleanup(() => browser.close())
  return browser
})

/** Notes on the page itself when it goes and comes, and whether it was kept meanwhile. */
const noteTransitions = (page: Page) =>
  page.evaluate(() => {
    const notes: string[] = []
    for (const name of ['pagehide', 'pageshow'] as const)
      addEventListener(name, ({ persisted }) => notes.push(persisted ? `${name}, kept` : name))
    Object.assign(window, { notes })
  })
const transitions = (page: Page) => page.evaluate(() => (window as { notes?: string[] }).notes)

/** Stops everything on every page of the browser while `meanwhile` runs, as a sleeping machine does. */
async function asleep(browser: Browser, meanwhile: () => Promise<void>) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  expect(renderers).not.toEqual([])
  for (const id of renderers) process.kill(id, 'SIGSTOP')
  try {
    await meanwhile()
  } finally {
    for (const id of renderers) process.kill(id, 'SIGCONT')
  }
}

describeInBrowser('a page in the back/forward cache', () => {
  itWithCache('comes back as it was, and catches up', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('Before')
    await bob.message('Before').waitFor()
    await ann.composer.fill('A draft')
    await noteTransitions(ann.page)

    await ann.page.goto('data:text/html,<h1>Another site')
    // Chromium leaves her connection open, dead, and closes it when the page comes back.
    await bob.say('Meanwhile, one')
    await bob.say('Meanwhile, two')
    await bob.edit('Meanwhile, one', 'Meanwhile, edited')
    await bob.edited('Meanwhile, edited').waitFor()

    await ann.page.goBack({ waitUntil: 'commit' })
    await ann.message('Meanwhile, two').waitFor()
    await ann.edited('Meanwhile, edited').waitFor()
    expect(await transitions(ann.page)).toEqual(['pagehide, kept', 'pageshow, kept'])
    expect(await ann.composer.inputValue()).toBe('A draft')
    expect(await ann.texts()).toEqual(['Before', 'Meanwhile, edited', 'Meanwhile, two'])
    await bob.marked('Meanwhile, two', 'Read').waitFor()
    await ann.say('Back again')
    await bob.message('Back again').waitFor()
  })

  itWithCache('is not disconnected by the SDK when it goes', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    let sockets = 0
    ann.page.on('websocket', () => sockets++)
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    })
    // A request of hers on the same connection: had it been given up, another would have been made.
    await ann.say('Still here')
    await bob.message('Still here').waitFor()
    await ann.marked('Still here', 'Read').waitFor()
    expect(sockets).toBe(0)
  })
})

describeInBrowser('a page that slept while its connection died unnoticed', () => {
  it('finds out when it wakes, and catches up', async ({ arrive, browser, cable, demo }) => {
    const ann = await arrive('Ann', { baseURL: cable.url })
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('Before')
    await bob.message('Before').waitFor()

    const [, annId] = /\/chat\/([^/?#]+)/.exec(bob.page.url()) ?? []
    await asleep(browser, async () => {
      cable.silence()
      // Bob's page sleeps as well, so this goes over HTTP.
      const sent = await bob.page.request.post(`${demo.url}/api/message/send/${annId}`, {
        data: { text: 'Good morning' },
      })
      expect(sent.status()).toBe(200)
    })
    expect(await ann.message('Good morning').count()).toBe(0)

    // What a browser does when its machine wakes.
    await ann.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await eventually(() => ann.message('Good morning').count()).toBe(1)
    await ann.say('Awake')
    await bob.message('Awake').waitFor()
  })
})
