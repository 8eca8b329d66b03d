import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'

describeInBrowser('two people', () => {
  it('see each other come and go', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')

    await ann.online('Bob').waitFor()
    await bob.online('Ann').waitFor()

    await bob.page.close()
    await ann.offline('Bob').waitFor()
  })

  it('see the other typing, and no longer once the message is there', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')

    await bob.composer.pressSequentially('Hel')
    await ann.typing('Bob').waitFor()
    await bob.composer.pressSequentially('lo')
    await bob.composer.press('Enter')

    await ann.message('Hello').waitFor()
    await ann.typing('Bob').waitFor({ state: 'detached' })
  })

  it('see the typing stop when what was written is deleted', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')

    await bob.composer.fill('Never mind')
    await ann.typing('Bob').waitFor()
    await bob.composer.fill('')
    // Sooner than the six seconds after which it would end by itself.
    await ann.typing('Bob').waitFor({ state: 'detached', timeout: 4000 })
  })

  it('see a message go from sent to read when the other opens it', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await ann.say('Is the loft still free?')
    await ann.marked('Is the loft still free?', 'Sent').waitFor()

    await bob.open('Ann')
    await bob.message('Is the loft still free?').waitFor()
    await ann.marked('Is the loft still free?', 'Read').waitFor()
  })

  it('have unread messages counted in the list and in the title until they are read', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    for (const text of ['one', 'two', 'three']) await ann.say(text)

    await bob.unread('Ann', 3).waitFor()
    await eventually(() => bob.page.title()).toMatch(/^\(3\)/)

    await bob.open('Ann')
    await bob.unread('Ann', 3).waitFor({ state: 'detached' })
    await eventually(() => bob.page.title()).not.toMatch(/\d/)
  })

  it('read what was written as it was written, and nothing of it as markup', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const text = '<img src=x onerror="document.title=1"> & <b>bold</b>\nsecond line'
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say(text)

    await bob.message(text.replace('\n', ' ')).waitFor()
    expect(await bob.texts()).toEqual([text])
    expect(await bob.log.locator('img, b').count()).toBe(0)
  })

  it('may write to themselves', async ({ arrive }) => {
    const ann = await arrive('Ann')
    await ann.open('Ann')
    await ann.say('Call the notary')
    await ann.marked('Call the notary', 'Sent').waitFor()
    expect(await ann.texts()).toEqual(['Call the notary'])
  })
})
