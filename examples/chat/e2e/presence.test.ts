import { expect } from 'vitest'
import { describeInBrowser, it } from './it'
import type { Person } from './person'

/** The line below the name of whom one writes to. */
const headline = ({ page }: Person, text: string | RegExp) =>
  page.getByRole('main').getByRole('paragraph').filter({ hasText: text })

const openMenu = ({ page }: Person) => page.getByRole('button', { name: /^Your account/ }).click()

describeInBrowser('presence', () => {
  it('shows the others what somebody chose with the keyboard, on all their tabs', async ({
    arrive,
    anotherTab,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    const tab = await anotherTab(bob)
    await ann.open('Bob')
    await headline(ann, /^Online$/).waitFor()

    const { keyboard } = bob.page
    const account = bob.page.getByRole('button', { name: 'Your account, available' })
    await account.focus()
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    expect(await bob.page.getByRole('radio', { name: 'Available' }).isChecked()).toBe(true)
    await keyboard.press('ArrowDown')
    await ann.contact('Bob').getByText('busy', { exact: true }).waitFor()
    await keyboard.press('Tab')
    await keyboard.type('In a viewing')
    await keyboard.press('Enter')
    await headline(ann, /^Busy · In a viewing$/).waitFor()
    await ann.contact('Bob').getByText('In a viewing').waitFor()

    await openMenu(tab)
    const busy = tab.page.getByRole('radio', { name: 'Busy' })
    await expect.poll(() => busy.isChecked()).toBe(true)
    await tab.page.getByRole('radio', { name: 'Available' }).check()
    await headline(ann, /^Online · In a viewing$/).waitFor()
    await keyboard.press('Escape')
    await account.waitFor()
  })

  it('hides somebody invisible, who goes on as before', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await openMenu(bob)
    await bob.page.getByRole('radio', { name: 'Invisible' }).check()
    await ann.offline('Bob').waitFor()
    await headline(ann, 'Last seen just now').waitFor()
    await ann.say('Are you there?')
    await bob.message('Are you there?').waitFor()

    await bob.page.reload()
    await bob.page.getByRole('button', { name: 'Your account, invisible' }).waitFor()
    await ann.offline('Bob').waitFor()
  })

  it('says when somebody was last seen, also to a page that was opened later', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.signOut()
    await headline(ann, 'Last seen just now').waitFor()
    await ann.page.reload()
    await headline(ann, 'Last seen just now').waitFor()
  })

  it('shows as away who looks at none of their tabs', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    const becomes = (visibility: DocumentVisibilityState) =>
      bob.page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, visibility)
    await becomes('hidden')
    await headline(ann, /^Away$/).waitFor({ timeout: 20_000 })
    await becomes('visible')
    await headline(ann, /^Online$/).waitFor()
  })

  it('keeps a status that was chosen while the server was away', async ({ arrive, cable }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob', { baseURL: cable.url })
    await ann.open('Bob')
    await openMenu(bob)
    await bob.page.getByRole('radio', { name: 'Busy' }).check()
    await headline(ann, /^Busy$/).waitFor()
    cable.cut()
    await bob.connection('Connection lost').waitFor()
    await bob.page.getByRole('radio', { name: 'Available' }).check()
    cable.mend()
    await headline(ann, /^Online$/).waitFor({ timeout: 20_000 })
  })
})
