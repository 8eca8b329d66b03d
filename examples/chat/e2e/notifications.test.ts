import { expect } from 'vitest'
import { describeInBrowser, it } from './it'
import type { Person } from './person'

const propose = (from: Person) =>
  from.page.getByRole('button', { name: 'Send a proposal', exact: true }).click()

describeInBrowser('a proposal', () => {
  it('arrives as a toast and stays in the inbox, counted until it is read', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await bob.bell(0).waitFor()
    await ann.open('Bob')
    await propose(ann)

    await bob.toasts.getByText('Ann would like to work with you on a listing.').waitFor()
    await bob.bell(1).click()
    await bob.inbox.getByText('Ann would like to work with you on a listing.').waitFor()

    await bob.inbox.getByRole('button', { name: 'Mark read', exact: true }).click()
    await bob.bell(0).waitFor()
    await bob.page.reload()
    await bob.bell(0).click()
    expect(await bob.inbox.getByRole('listitem').count()).toBe(1)
  })

  it('waits for somebody who is away', async ({ arrive }) => {
    const bob = await arrive('Bob')
    const ann = await arrive('Ann')
    await bob.page.goto('about:blank')
    await ann.offline('Bob').waitFor()
    await ann.open('Bob')
    await propose(ann)
    await ann.toasts.getByText('Proposal sent').waitFor()

    await bob.page.goBack()
    await bob.bell(1).waitFor()
  })

  it('is counted and read in every tab', async ({ arrive, anotherTab }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const second = await anotherTab(bob)
    await ann.open('Bob')
    await propose(ann)
    await propose(ann)
    await bob.bell(2).click()
    await second.bell(2).waitFor()

    await bob.inbox.getByRole('button', { name: 'Mark all read' }).click()
    await bob.bell(0).waitFor()
    await second.bell(0).waitFor()
  })

  it('leads to who made it, and the inbox closes with Escape', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await propose(ann)

    await bob.bell(1).press('Enter')
    await bob.inbox.waitFor()
    await bob.page.keyboard.press('Escape')
    await bob.inbox.waitFor({ state: 'hidden' })
    expect(await bob.bell(1).evaluate((bell) => bell === document.activeElement)).toBe(true)

    await bob.bell(1).click()
    await bob.inbox.getByRole('link', { name: 'Answer' }).click()
    await bob.page.getByRole('heading', { level: 1, name: 'Ann' }).waitFor()
    await bob.inbox.waitFor({ state: 'hidden' })
    await bob.bell(0).waitFor()
  })
})
