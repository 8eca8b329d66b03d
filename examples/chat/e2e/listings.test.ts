import { expect } from 'vitest'
import { describeInBrowser, it } from './it'
import type { Person } from './person'

const openListings = ({ page }: Person) => page.getByRole('link', { name: 'Listings' }).click()

describeInBrowser('a listing', () => {
  it('that is edited in one tab refreshes in all, also of others', async ({
    arrive,
    anotherTab,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await openListings(ann)
    await openListings(bob)
    const second = await anotherTab(ann)

    await ann.page.getByRole('button', { name: 'Edit Loft by the canal' }).click()
    await ann.page.getByLabel('Price').fill('701000')
    await ann.page.getByLabel('Status').selectOption('under offer')
    await ann.page.getByRole('button', { name: 'Save' }).click()

    for (const person of [ann, second, bob]) {
      const listing = person.listing('Loft by the canal')
      await listing.getByText('€701,000').waitFor()
      await listing.getByText('under offer').waitFor()
    }
  })

  it('that was edited while a tab was cut off refreshes there afterwards', async ({
    arrive,
    cable,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob', { baseURL: cable.url })
    await openListings(bob)
    await bob.listing('Flat above the market').waitFor()

    cable.cut()
    await bob.connection('Connection lost').waitFor()
    await openListings(ann)
    await ann.page.getByRole('button', { name: 'Edit Flat above the market' }).click()
    await ann.page.getByLabel('Title').fill('Flat above the old market')
    await ann.page.getByRole('button', { name: 'Save' }).click()
    await ann.listing('Flat above the old market').waitFor()
    expect(await bob.listing('Flat above the market').count()).toBe(1)

    cable.mend()
    // It waits for its next attempt, by itself.
    await bob.listing('Flat above the old market').waitFor({ timeout: 30_000 })
  })

  it('stays as it was when the edit is cancelled with Escape', async ({ arrive }) => {
    const ann = await arrive('Ann')
    await openListings(ann)
    await ann.page.getByRole('button', { name: 'Edit House in the vines' }).click()
    await ann.page.getByLabel('Title').fill('Something else')
    await ann.page.keyboard.press('Escape')
    await ann.listing('House in the vines').waitFor()
  })
})
