import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'
import { personOn } from './person'
import { serveFrom } from './serveFrom'

/** The texts in the outbox of the browser. */
const unsentTexts = (page: Page) =>
  page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB failed', { cause: request.error }))
      })
    const database = await answerOf(indexedDB.open('monhub-realtime'))
    const outbox = database.transaction('outbox').objectStore('outbox')
    const records: { text: string }[] = await answerOf(outbox.getAll())
    database.close()
    return records.map(({ text }) => text)
  })

describeInBrowser('signing out', () => {
  it('leaves nothing in the browser, and the next one sends nothing of it', async ({
    arrive,
    demo,
    cable,
  }) => {
    const ann = await arrive('Ann', { baseURL: cable.url })
    const bob = await arrive('Bob')
    await bob.open('Ann')
    await ann.open('Bob')
    await bob.say('secret one')
    await ann.say('secret two')
    await bob.message('secret two').waitFor()
    await bob.page.getByRole('button', { name: 'Send a proposal' }).click()
    await ann.toasts.getByText('New proposal').waitFor()
    cable.cut()
    await ann.connection('Connection lost').waitFor()
    await ann.say('secret and unsent')
    await eventually(() => unsentTexts(ann.page)).toEqual(['secret and unsent'])
    await ann.composer.fill('secret draft')

    await serveFrom(demo.url, ann.page)
    await ann.signOut()
    await eventually(() => unsentTexts(ann.page)).toEqual([])
    expect(await ann.page.evaluate(() => [sessionStorage.length, location.hash])).toEqual([0, '#/'])
    expect(await ann.page.context().cookies()).toEqual([])
    expect(await ann.page.content()).not.toMatch(/secret|Bob/)

    cable.mend()
    await ann.page.getByLabel('Name').fill('Cleo')
    await ann.page.keyboard.press('Enter')
    const cleo = personOn(ann.page, 'Cleo')
    await cleo.connection('Connected').waitFor()
    await cleo.open('Bob')
    expect(await cleo.composer.inputValue()).toBe('')
    await cleo.say('from Cleo')
    await cleo.marked('from Cleo', 'Sent').waitFor()
    expect(await cleo.page.content()).not.toContain('secret')
    await bob.unread('Cleo', 1).waitFor()
    expect(await bob.texts()).toEqual(['secret one', 'secret two'])
  })

  it('says so where it did not work', async ({ arrive, demo }) => {
    const ann = await arrive('Ann')
    await demo.stop('SIGKILL')
    await ann.page.getByRole('button', { name: /^Your account/ }).click()
    await ann.page.getByRole('button', { name: 'Sign out' }).click()
    await ann.toasts.getByText('You are still signed in').waitFor()
    await ann.toasts.getByText('The server cannot be reached.').waitFor()
  })
})
