import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { describeInBrowser, it } from './it'

/** What an automatic check finds wrong for people who use assistive technology. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Whatever scrolls sideways: the page, or something in it. */
const overflow = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .filter(
        (element) =>
          element === document.documentElement ||
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
      )
      .map((element) => element.outerHTML.slice(0, 80)),
  )

describeInBrowser('the page', () => {
  it('can be used with the keyboard alone', async ({ visit, arrive }) => {
    const bob = await arrive('Bob')
    const page = await visit()
    const { keyboard } = page
    await keyboard.type('Ann')
    await keyboard.press('Enter')
    await page.getByRole('list', { name: 'Chats' }).waitFor()
    await bob.online('Ann').waitFor()

    const link = page.getByRole('link', { name: /Bob/ })
    const hasFocus = () => link.evaluate((element) => element === document.activeElement)
    for (let tabs = 0; tabs < 20 && !(await hasFocus()); tabs++) await keyboard.press('Tab')
    expect(await hasFocus()).toBe(true)
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor()
    await keyboard.type('first line')
    await keyboard.press('Shift+Enter')
    await keyboard.type('second line')
    await keyboard.press('Enter')

    await bob.open('Ann')
    await bob.message('first line second line').waitFor()
    expect(await bob.texts()).toEqual(['first line\nsecond line'])
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing in its way for assistive technology, in ${colorScheme}`, async ({
      visit,
      arrive,
    }) => {
      expect(await violations(await visit({ colorScheme }))).toEqual([])

      const ann = await arrive('Ann', { colorScheme, reducedMotion: 'reduce' })
      const bob = await arrive('Bob', { colorScheme, reducedMotion: 'reduce' })
      await ann.open('Bob')
      await ann.say('Hello')
      await bob.open('Ann')
      await bob.say('Hello yourself')
      await ann.message('Hello yourself').waitFor()
      await ann.page.getByRole('button', { name: 'Send a proposal' }).click()
      await bob.bell(1).click()
      await bob.inbox.getByText('New proposal').waitFor()
      expect(await violations(ann.page)).toEqual([])
      expect(await violations(bob.page)).toEqual([])

      await ann.page.getByRole('button', { name: /^Your account/ }).click()
      await ann.page.getByRole('radio', { name: 'Busy' }).check()
      await ann.page.getByLabel('What are you up to?').fill('In a viewing')
      await ann.page.keyboard.press('Enter')
      await bob.contact('Ann').getByText('In a viewing').waitFor()
      expect(await violations(ann.page)).toEqual([])
      await ann.page.keyboard.press('Escape')

      await bob.page.keyboard.press('Escape')
      expect(await violations(bob.page)).toEqual([])
      await ann.makeGroup('Canal loft', ['Bob'])
      await bob.say('Still in the other chat')
      await bob.open('Canal loft')
      await ann.say('Who has the keys?')
      await ann.seenBy('Who has the keys?', 'Bob').waitFor()
      await bob.react('Who has the keys?', 'Thumbs up')
      await ann.reaction('Who has the keys?', '👍 1: Bob').waitFor()
      await ann.say('Nobody')
      await ann.remove('Nobody')
      await ann.message('Message deleted').waitFor()
      expect(await violations(ann.page)).toEqual([])
      await ann.openMenu('Who has the keys?')
      expect(await violations(ann.page)).toEqual([])
      await ann.menu.getByRole('button', { name: 'Edit' }).click()
      await bob.page.getByRole('button', { name: /^Members/ }).click()
      await bob.page.getByRole('button', { name: 'Leave' }).click()
      expect(await violations(ann.page)).toEqual([])
      expect(await violations(bob.page)).toEqual([])
      await ann.open('Bob')
      await ann.divider.waitFor()
      await ann.page.getByRole('button', { name: 'New group' }).click()
      expect(await violations(ann.page)).toEqual([])
      await ann.page.keyboard.press('Escape')

      await ann.page.getByRole('link', { name: 'Listings' }).click()
      await ann.page.getByRole('button', { name: 'Edit Loft by the canal' }).click()
      expect(await violations(ann.page)).toEqual([])
    })
  }

  it('fits a narrow screen, where list and conversation take turns', async ({ arrive }) => {
    const bob = await arrive('Bob')
    const ann = await arrive('Ann Marie-Antoinette of a Very Long Name', {
      viewport: { width: 380, height: 800 },
    })
    expect(await overflow(ann.page)).toEqual([])

    await ann.open('Bob')
    await ann.chats.waitFor({ state: 'hidden' })
    const link = `https://example.com/${'a'.repeat(300)}`
    await ann.say(link)
    await ann.marked(link, 'Sent').waitFor()
    expect(await overflow(ann.page)).toEqual([])
    await bob.unread(ann.name, 1).waitFor()

    await ann.page.getByRole('link', { name: 'Back to chats' }).click()
    await ann.chats.waitFor()
    await ann.makeGroup('A group with a name that is longer than a phone is wide', ['Bob'])
    await bob.open('A group with a name that is longer than a phone is wide')
    await ann.say(link)
    await ann.seenBy(link, 'Bob').waitFor()
    await bob.say('Too long')
    await ann.react('Too long', 'Thumbs up')
    await ann.reaction('Too long', '👍 1: you').waitFor()
    expect(await overflow(ann.page)).toEqual([])
    await ann.page.getByRole('button', { name: /^Members/ }).click()
    expect(await overflow(ann.page)).toEqual([])
    await ann.page.keyboard.press('Escape')
    await ann.page.getByRole('link', { name: 'Back to chats' }).click()
    await ann.page.getByRole('button', { name: 'New group' }).click()
    expect(await overflow(ann.page)).toEqual([])
    await ann.page.keyboard.press('Escape')
    await ann.page.getByRole('link', { name: 'Listings' }).click()
    await ann.listing('Loft by the canal').waitFor()
    expect(await overflow(ann.page)).toEqual([])
    await ann.bell(0).click()
    await ann.inbox.waitFor()
    expect(await overflow(ann.page)).toEqual([])
    await ann.page.getByRole('button', { name: /^Your account/ }).click()
    await ann.page.getByRole('radio', { name: 'Invisible' }).waitFor()
    expect(await overflow(ann.page)).toEqual([])
  })

  it('keeps the theme that was chosen', async ({ arrive }) => {
    const ann = await arrive('Ann', { colorScheme: 'light' })
    const background = () =>
      ann.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await ann.page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const dark = await background()
    expect(dark).not.toBe(light)
    await ann.page.reload()
    expect(await background()).toBe(dark)
  })
})
