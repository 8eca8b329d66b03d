import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { describeInBrowser, it } from './it'
import type { Person } from './person'
import { serveFrom } from './serveFrom'

const WAITING = 'Waiting for connection'
const COUNT = 500
/** Drawing hundreds of messages in four pages, one by one, is no part of what is tested. */
const UNPAINTED = '.log-content { display: none !important }'

/** Waits until a page holds so many messages of one's own that got so far. */
const shows = (page: Page, count: number, delivery: string) =>
  page.waitForFunction(
    ([count, delivery]) =>
      document.querySelectorAll(`[role=log] [data-delivery=${delivery}]`).length === count,
    [count, delivery] as const,
    { timeout: 60_000 },
  )

/** Everything Bob was sent by Ann, as the server has it. */
async function storedTexts(bob: Person): Promise<string[]> {
  const peerId = decodeURIComponent(new URL(bob.page.url()).hash.replace('#/chat/', ''))
  const texts: string[] = []
  for (let before = '', hasMore = true; hasMore;) {
    const response = await bob.page.request.get(`/api/message/${peerId}?limit=100${before}`)
    const page = (await response.json()) as {
      messages: { seq: number; text: string }[]
      hasMore: boolean
    }
    texts.unshift(...page.messages.map(({ text }) => text))
    before = `&before=${page.messages[0]?.seq}`
    hasMore = page.hasMore
  }
  return texts
}

/** Types and sends within the page, as quickly as it takes them. */
const sayMany = (page: Page, count: number) =>
  page.evaluate(async (count) => {
    const box = document.querySelector<HTMLTextAreaElement>('[aria-label=Message]')!
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!
    for (let i = 1; i <= count; i++) {
      set!.call(box, `message ${i}`)
      box.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => setTimeout(resolve))
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
      await new Promise((resolve) => setTimeout(resolve))
    }
  }, count)

describeInBrowser('what is written without a connection', () => {
  it('waits, through a reload and an edit, and is sent once', async ({ arrive, demo, cable }) => {
    const ann = await arrive('Ann', { baseURL: cable.url })
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('before')
    await bob.message('before').waitFor()

    cable.cut()
    await ann.connection('Connection lost').waitFor()
    for (const text of ['one', 'two', 'three']) await ann.say(text)
    await ann.marked('three', WAITING).waitFor()
    await serveFrom(demo.url, ann.page)
    await ann.page.reload()
    for (const text of ['one', 'two', 'three']) await ann.marked(text, WAITING).waitFor()
    await ann.edit('two', 'two, edited')
    await ann.marked('two, edited', WAITING).waitFor()
    await ann.remove('three')
    await ann.message('three').waitFor({ state: 'detached' })
    expect(await bob.texts()).toEqual(['before'])

    cable.mend()
    await ann.marked('two, edited', 'Read').waitFor()
    const written = ['before', 'one', 'two, edited']
    expect(await bob.texts()).toEqual(written)
    expect(await ann.texts()).toEqual(written)
    expect(await storedTexts(bob)).toEqual(written)
  })

  it('is sent once although its tab was closed, two others are open and the server restarted', async ({
    arrive,
    anotherTab,
    demo,
    cable,
  }) => {
    const ann = await arrive('Ann', { baseURL: cable.url })
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    const tabs = [await anotherTab(ann), await anotherTab(ann)]
    for (const { page } of [ann, bob, ...tabs]) await page.addStyleTag({ content: UNPAINTED })

    cable.cut()
    await ann.connection('Connection lost').waitFor()
    await sayMany(ann.page, COUNT)
    for (const { page } of tabs) await shows(page, COUNT, 'queued')
    await ann.page.close()
    await demo.stop('SIGKILL')
    await demo.start()
    cable.mend()

    for (const { page } of tabs) await shows(page, COUNT, 'sent')
    const written = Array.from({ length: COUNT }, (_, i) => `message ${i + 1}`)
    expect(await storedTexts(bob)).toEqual(written)
    for (const { page } of tabs) {
      expect(await page.locator('[role=log] li p').allTextContents()).toEqual(written)
    }
  }, 180_000)
})
