import { expect } from 'vitest'
import { describeInBrowser, eventually, it } from './it'

describeInBrowser('a message that was sent', () => {
  it('can be edited, which everybody sees', async ({ arrive, anotherTab }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    const second = await anotherTab(ann)
    await ann.say('Monday')
    await bob.message('Monday').waitFor()
    expect(await bob.edited('Monday').count()).toBe(0)

    await ann.edit('Monday', 'Tuesday')
    for (const person of [ann, second, bob]) {
      await person.edited('Tuesday').waitFor()
      expect(await person.texts()).toEqual(['Tuesday'])
    }
    await bob.contact('Ann').getByText('Tuesday').waitFor()
    await bob.page.reload()
    await bob.edited('Tuesday').waitFor()
    await bob.openMenu('Tuesday')
    expect(await bob.menu.getByRole('button', { name: 'Edit' }).count()).toBe(0)
    expect(await bob.menu.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  })

  it('is edited with the arrow key from an empty composer, and Escape leaves it', async ({
    arrive,
  }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('first')
    await ann.say('second')
    await bob.message('second').waitFor()
    await bob.say('an answer')
    await ann.message('an answer').waitFor()
    const editor = ann.page.getByRole('textbox', { name: 'Edit message' })
    const { keyboard } = ann.page

    await keyboard.press('ArrowUp')
    expect(await editor.inputValue()).toBe('second')
    await keyboard.type(' thoughts')
    await keyboard.press('Escape')
    await ann.composer.waitFor()
    expect(await ann.composer.evaluate((box) => box === document.activeElement)).toBe(true)
    expect(await ann.texts()).toEqual(['first', 'second', 'an answer'])

    await keyboard.press('ArrowUp')
    await keyboard.type('!')
    await keyboard.press('Enter')
    await bob.edited('second!').waitFor()
    await keyboard.type('a draft')
    await keyboard.press('ArrowUp')
    expect(await editor.count()).toBe(0)
  })

  it('can be deleted for everybody, once that was confirmed', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('keep this')
    await ann.say('not this')
    await bob.message('not this').waitFor()

    await ann.openMenu('not this')
    await ann.menu.getByRole('button', { name: 'Delete' }).click()
    await ann.page.keyboard.press('Escape')
    expect(await ann.texts()).toEqual(['keep this', 'not this'])

    await ann.remove('not this')
    for (const person of [ann, bob]) {
      await person.message('Message deleted').waitFor()
      expect(await person.texts()).toEqual(['keep this', 'Message deleted'])
    }
    await bob.contact('Ann').getByText('Message deleted').waitFor()
    const actions = { name: 'Message actions' }
    expect(await ann.message('Message deleted').getByRole('button', actions).count()).toBe(0)
    await bob.page.reload()
    await bob.message('Message deleted').waitFor()
    expect(await bob.page.content()).not.toContain('not this')
  })

  it('takes reactions, which say who they are of and can be taken back', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('Signed!')
    await bob.react('Signed!', 'Heart')
    await ann.reaction('Signed!', '❤️ 1: Bob').waitFor()

    await ann.reaction('Signed!', '❤️ 1: Bob').click()
    const both = bob.reaction('Signed!', '❤️ 2: you and Ann')
    await both.waitFor()
    expect(await both.getAttribute('aria-pressed')).toBe('true')
    await both.click()
    const mine = ann.reaction('Signed!', '❤️ 1: you')
    await mine.waitFor()
    await mine.click()
    await bob.message('Signed!').getByRole('group', { name: 'Reactions' }).waitFor({
      state: 'detached',
    })
  })

  it('is reached, and reacted to, with the keyboard', async ({ arrive }) => {
    const ann = await arrive('Ann')
    const bob = await arrive('Bob')
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('older')
    await ann.say('newer')
    await bob.message('newer').waitFor()
    const { keyboard } = bob.page

    await bob.composer.focus()
    await keyboard.press('Shift+Tab')
    await keyboard.press('ArrowUp')
    await keyboard.press('Enter')
    const isFocused = (it: Element) => it === document.activeElement
    const first = bob.menu.getByRole('button', { name: 'Thumbs up' })
    await eventually(() => first.evaluate(isFocused)).toBe(true)
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await ann.reaction('older', '❤️ 1: Bob').waitFor()
    const more = bob.message('older').getByRole('button', { name: 'Message actions' })
    await eventually(() => more.evaluate(isFocused)).toBe(true)
    await keyboard.press('Enter')
    await bob.menu.waitFor()
    await keyboard.press('Escape')
    await bob.menu.waitFor({ state: 'hidden' })
  })

  it('has its actions in sight where there is nothing to hover with', async ({ arrive }) => {
    const phone = { viewport: { width: 380, height: 800 }, hasTouch: true, isMobile: true }
    const ann = await arrive('Ann', phone)
    await arrive('Bob')
    await ann.contact('Bob').getByRole('link').tap()
    await ann.say('from the phone')
    await ann.marked('from the phone', 'Sent').waitFor()
    const more = ann.message('from the phone').getByRole('button', { name: 'Message actions' })
    expect(await more.evaluate((button) => getComputedStyle(button).opacity)).toBe('1')
    await more.tap()
    await ann.menu.getByRole('button', { name: 'Thumbs up' }).tap()
    await ann.reaction('from the phone', '👍 1: you').waitFor()
  })
})
