import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'
import type { Person } from './person'

/** Writes as Ann to Bob through the HTTP route, which is quicker than typing. */
async function writeMany(ann: Person, count: number) {
  const peerId = decodeURIComponent(new URL(ann.page.url()).hash.replace('#/chat/', ''))
  for (let i = 1; i <= count; i++) {
    const response = await ann.page.request.post(`/api/message/send/${peerId}`, {
      data: { text: `message ${i}` },
    })
    expect(response.status()).toBe(200)
  }
}

describeInBrowser('the history', () => {
  it('is there after a reload and after a restart of the server', async ({ arrive, demo }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await ann.say('Remember this')
    await ann.marked('Remember this', 'Sent').waitFor()
    await ann.page.reload()
    await ann.marked('Remember this', 'Sent').waitFor()

    expect(await demo.stop('SIGTERM')).toBe(0)
    expect(demo.errors()).toBe('')
    await demo.start()
    await bob.page.reload()
    await bob.unread('Ann', 1).waitFor()
    await bob.open('Ann')
    await bob.message('Remember this').waitFor()
    await ann.page.reload()
    await ann.marked('Remember this', 'Read').waitFor()
  })

  it('loads older messages on the way up, and keeps its place', async ({ arrive }) => {
    const ann = await arrive('Ann')
    await arrive('Bob')
    await ann.open('Bob')
    await writeMany(ann, 90)
    await ann.page.reload()
    await ann.message('message 90').waitFor()
    expect(await ann.messages.count()).toBeLessThan(90)

    await ann.log.getByText('Loading older messages').waitFor({ state: 'attached' })
    const place = ann.message('message 61')
    expect(await ann.log.evaluate(driftWhileLoading, 'message 61')).toBeLessThan(1)
    await ann.message('message 31').waitFor({ state: 'attached' })
    await eventually(() => place.evaluate(isOnScreen)).toBe(true)
    await ann.log.getByText('This is where the conversation begins.').waitFor({ state: 'detached' })

    await ann.log.press('Home')
    await ann.log.press('Home')
    await eventually(async () => {
      await ann.log.press('Home')
      return ann.messages.count()
    }).toBe(90)
    expect(await ann.texts()).toEqual(Array.from({ length: 90 }, (_, i) => `message ${i + 1}`))
    await ann.log.getByText('This is where the conversation begins.').waitFor()
    await ann.log.getByText('Loading older messages').waitFor({ state: 'detached' })
  })

  it('follows new messages at its end only, and offers a jump from further up', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await writeMany(ann, 30)
    await ann.message('message 30').waitFor()
    await bob.open('Ann')

    await bob.say('seen at once')
    await ann.message('seen at once').waitFor()
    expect(await ann.message('seen at once').evaluate(isOnScreen)).toBe(true)
    await bob.marked('seen at once', 'Read').waitFor()

    await ann.messages.first().scrollIntoViewIfNeeded()
    await ann.page.getByRole('button', { name: 'Latest' }).waitFor()
    await bob.say('not seen yet')
    await ann.message('not seen yet').waitFor({ state: 'attached' })
    expect(await ann.messages.first().evaluate(isOnScreen)).toBe(true)
    await bob.marked('not seen yet', 'Sent').waitFor()

    await ann.page.getByRole('button', { name: '1 new' }).click()
    await bob.marked('not seen yet', 'Read').waitFor()
    await eventually(() => ann.message('not seen yet').evaluate(isOnScreen)).toBe(true)

    await ann.messages.first().scrollIntoViewIfNeeded()
    await ann.page.getByRole('button', { name: 'Latest' }).waitFor()
    await ann.say('said from further up')
    await ann.marked('said from further up', 'Read').waitFor()
    await eventually(() => ann.message('said from further up').evaluate(isOnScreen)).toBe(true)
  })
})

/** By how many pixels a message moves, once scrolled to, while older ones come in above it. */
async function driftWhileLoading(log: Element, text: string): Promise<number> {
  const items = () => [...log.querySelectorAll('li')]
  const place = () => items().find((item) => item.querySelector('p')?.textContent === text)
  const topOf = () => place()?.getBoundingClientRect().top ?? NaN
  const frame = () => new Promise(requestAnimationFrame)
  const before = items().length
  place()?.scrollIntoView({ block: 'center', behavior: 'instant' })
  const top = topOf()
  let drift = 0
  for (let frames = 0, asked = 0; frames < 10; asked++) {
    if (asked > 500) throw new Error('no older messages came in')
    await frame()
    drift = Math.max(drift, Math.abs(topOf() - top))
    if (items().length !== before) frames++
  }
  return drift
}

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  const frame = element.closest('[role=log]')?.getBoundingClientRect()
  return frame !== undefined && top >= frame.top - 1 && bottom <= frame.bottom + 1
}
