import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'
import type { Person } from './person'

/** The texts that stand below the line of new messages. */
const newTexts = (page: Page) =>
  page.evaluate(() => {
    const divider = document.querySelector('[role=separator]')
    return [...document.querySelectorAll('[role=log] li p')]
      .filter((text) => divider && divider.compareDocumentPosition(text) & 4)
      .map((text) => text.textContent)
  })

async function sayAll(person: Person, texts: readonly string[]) {
  for (const text of texts) await person.say(text)
  await person.marked(texts.at(-1)!, 'Sent').waitFor()
}

describeInBrowser('the line above new messages', () => {
  it('stands where reading begins and stays there while the conversation is open', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await bob.open('Ann')
    await sayAll(bob, ['old one', 'old two'])
    await ann.open('Bob')
    await bob.marked('old two', 'Read').waitFor()
    await ann.open('Ann')
    await sayAll(bob, ['new one', 'new two'])

    await ann.open('Bob')
    await ann.divider.waitFor()
    expect(await newTexts(ann.page)).toEqual(['new one', 'new two'])
    await bob.marked('new two', 'Read').waitFor()
    await bob.say('new three')
    await ann.message('new three').waitFor()
    await bob.marked('new three', 'Read').waitFor()
    expect(await newTexts(ann.page)).toEqual(['new one', 'new two', 'new three'])

    await ann.open('Ann')
    await ann.open('Bob')
    await ann.message('new three').waitFor()
    expect(await ann.divider.count()).toBe(0)
  })

  it('is where a long conversation opens, which is read only at its end', async ({ arrive }) => {
    const ann = await arrive('Ann', { viewport: { width: 900, height: 500 } })
    const bob = await arrive('Bob')
    const texts = Array.from({ length: 20 }, (_, i) => `new ${i + 1}`)
    await bob.open('Ann')
    await sayAll(bob, ['old'])
    await ann.open('Bob')
    await bob.marked('old', 'Read').waitFor()
    await ann.open('Ann')
    await sayAll(bob, texts)

    await ann.open('Bob')
    await ann.divider.waitFor()
    const { y } = (await ann.divider.boundingBox())!
    const frame = (await ann.log.boundingBox())!
    expect(y - frame.y).toBeGreaterThanOrEqual(0)
    expect(y - frame.y).toBeLessThan(60)
    await ann.page.getByRole('button', { name: '20 new' }).waitFor()
    await bob.marked('new 20', 'Sent').waitFor()
    expect(await newTexts(ann.page)).toEqual(texts)

    await ann.page.getByRole('button', { name: '20 new' }).click()
    await bob.marked('new 20', 'Read').waitFor()
    await eventually(() => ann.unread('Bob', 20).count()).toBe(0)
  })
})
