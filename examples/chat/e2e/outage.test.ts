import { expect } from 'vitest'
import { describeInBrowser, it } from './it'

describeInBrowser('a server that is killed in the middle of a conversation', () => {
  it('costs nothing: what was written meanwhile arrives once, in order', async ({
    arrive,
    demo,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('before')
    await bob.message('before').waitFor()

    await demo.stop('SIGKILL')
    await ann.connection('Connection lost').waitFor()
    await ann.page.getByText('The server cannot be reached.').waitFor()
    await ann.say('during, one')
    await ann.say('during, two')
    await ann.marked('during, one', 'Waiting for connection').waitFor()
    await ann.marked('during, two', 'Waiting for connection').waitFor()

    await demo.start()
    // The waits between attempts have grown meanwhile.
    await ann.connection('Connected').waitFor({ timeout: 30_000 })
    await ann.page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })
    await ann.say('after')
    await bob.message('after').waitFor()
    await ann.marked('after', 'Read').waitFor()

    const written = ['before', 'during, one', 'during, two', 'after']
    expect(await ann.texts()).toEqual(written)
    expect(await bob.texts()).toEqual(written)
    await bob.page.reload()
    await bob.message('after').waitFor()
    expect(await bob.texts()).toEqual(written)
  })

  it('does not repeat a message whose acknowledgement was lost', async ({ arrive, demo }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')

    // The server dies at once when it was told, so that the acknowledgement may or may not come.
    await Promise.all([ann.say('once'), demo.stop('SIGKILL')])
    await demo.start()
    await ann.marked('once', 'Read').waitFor()
    await bob.message('once').waitFor()
    expect(await ann.texts()).toEqual(['once'])
    expect(await bob.texts()).toEqual(['once'])
  })

  it('is reached again by hand, without waiting for the next try', async ({ arrive, demo }) => {
    const ann = await arrive('Ann')
    await demo.stop('SIGKILL')
    await ann.page.getByText(/Attempt \d+ failed\. Next try in \d+ s\./).waitFor()
    await demo.start()
    await ann.page.getByRole('button', { name: 'Try now' }).click()
    await ann.connection('Connected').waitFor()
  })
})

describeInBrowser('a message that the server refuses', () => {
  it('is marked as not sent, and can be sent again or thrown away', async ({ arrive }) => {
    const ann = await arrive('Ann')
    await arrive('Bob')
    await ann.open('Bob')
    // Longer than a message may be; the text box itself would not take it by typing.
    await ann.composer.evaluate((box) => box.removeAttribute('maxlength'))
    await ann.say('x'.repeat(9000))

    const refused = ann.messages.filter({ hasText: 'Not sent' })
    await refused.getByText('Is it too long?').waitFor()
    await refused.getByRole('button', { name: 'Retry' }).click()
    await refused.waitFor()
    await refused.getByRole('button', { name: 'Discard' }).click()
    await refused.waitFor({ state: 'detached' })
    await ann.say('Short enough')
    await ann.marked('Short enough', 'Sent').waitFor()
  })
})
