import { expect } from 'vitest'
import { describeInBrowser, it } from './it'

describeInBrowser('a second tab of one person', () => {
  it('shows what was sent and received in the first, and what is read there', async ({
    arrive,
    anotherTab,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    const second = await anotherTab(ann)

    await ann.say('From the first tab')
    await second.marked('From the first tab', 'Sent').waitFor()
    await second.say('From the second tab')
    await ann.marked('From the second tab', 'Sent').waitFor()

    await bob.open('Ann')
    await ann.marked('From the first tab', 'Read').waitFor()
    await second.marked('From the first tab', 'Read').waitFor()
    expect(await second.texts()).toEqual(await ann.texts())
  })

  it('loses its unread count when the message is read in the first', async ({
    arrive,
    anotherTab,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const second = await anotherTab(ann)
    await bob.open('Ann')
    await bob.say('Good morning')
    await ann.unread('Bob', 1).waitFor()
    await second.unread('Bob', 1).waitFor()

    await ann.open('Bob')
    await second.unread('Bob', 1).waitFor({ state: 'detached' })
  })

  it('keeps the person online until the last one is closed', async ({ arrive, anotherTab }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const second = await anotherTab(ann)
    await bob.online('Ann').waitFor()
    await bob.open('Ann')

    await ann.page.close()
    // Had the first tab taken Ann offline, this answer from the second would come later than that.
    await second.open('Bob')
    await second.say('Still here')
    await bob.message('Still here').waitFor()
    await bob.online('Ann').waitFor()

    await second.page.close()
    await bob.offline('Ann').waitFor()
  })

  it('is signed out with the first', async ({ arrive, anotherTab }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const second = await anotherTab(ann)
    await ann.signOut()
    await second.page.getByLabel('Name').waitFor()
    await bob.offline('Ann').waitFor()
  })
})
