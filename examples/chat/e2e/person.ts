import type { Page } from 'playwright-core'

export type Person = ReturnType<typeof personOn>

/** Somebody at a page of the demo, in the words of the page: every name here is an accessible one. */
export function personOn(page: Page, name: string) {
  const log = page.getByRole('log', { name: 'Conversation' })
  const chats = page.getByRole('list', { name: 'Chats' })
  const composer = page.getByRole('textbox', { name: 'Message' })
  const contact = (other: string) =>
    chats.getByRole('listitem').filter({ has: page.getByText(other, { exact: true }) })
  const messages = log.getByRole('listitem')
  const message = (text: string) =>
    messages.filter({ has: page.getByRole('paragraph').and(page.getByText(text, { exact: true })) })

  const menu = page.getByRole('dialog', { name: 'Message actions' })
  const dialog = (title: string) => page.getByRole('dialog', { name: title, exact: true })
  const openMenu = async (text: string) => {
    await message(text).hover()
    await message(text).getByRole('button', { name: 'Message actions' }).click()
    await menu.waitFor()
  }

  return {
    name,
    page,
    log,
    chats,
    composer,
    messages,
    contact,
    message,
    menu,
    openMenu,
    dialog,
    /** Chips like "👍 2: Ann and you" below a message. */
    reaction: (text: string, label: string) =>
      message(text).getByRole('button', { name: label, exact: true }),
    edited: (text: string) =>
      message(text).filter({ has: page.getByText('edited', { exact: true }) }),
    seenBy: (text: string, names: string) =>
      message(text).filter({ has: page.getByText(`Seen by ${names}`, { exact: true }) }),
    divider: page.getByRole('separator', { name: 'New messages' }),
    members: page.getByRole('region', { name: 'Members' }),
    /** A message of one's own that carries this mark: Sending, Sent, Read or Not sent. */
    marked: (text: string, mark: string) =>
      message(text).filter({ has: page.getByText(mark, { exact: true }) }),
    online: (other: string) =>
      contact(other).filter({ has: page.getByText('online', { exact: true }) }),
    offline: (other: string) =>
      contact(other).filter({ has: page.getByText('offline', { exact: true }) }),
    unread: (other: string, count: number) => contact(other).getByText(`${count} unread`),
    typing: (other: string) => page.getByRole('status').filter({ hasText: `${other} is typing` }),
    bell: (unread: number) =>
      page.getByRole('button', { name: `Notifications, ${unread} unread`, exact: true }),
    toasts: page.getByRole('region', { name: 'Toasts' }),
    inbox: page.getByRole('region', { name: 'Inbox' }),
    connection: (text: string) =>
      page.getByRole('status', { name: 'Connection' }).filter({ hasText: text }),
    listing: (title: string) =>
      page
        .getByRole('list', { name: 'Listings' })
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name: title }) }),

    async open(other: string) {
      await contact(other).getByRole('link').click()
      await page.getByRole('heading', { level: 1, name: other }).waitFor()
    },
    async say(text: string) {
      await composer.fill(text)
      await composer.press('Enter')
    },
    async react(text: string, reaction: string) {
      await openMenu(text)
      await menu.getByRole('button', { name: reaction, exact: true }).click()
    },
    async edit(text: string, newText: string) {
      await openMenu(text)
      await menu.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('textbox', { name: 'Edit message' }).fill(newText)
      await page.keyboard.press('Enter')
    },
    async remove(text: string) {
      await openMenu(text)
      await menu.getByRole('button', { name: 'Delete' }).click()
      await dialog('Delete this message?').getByRole('button', { name: 'Delete' }).click()
    },
    /** Makes a group, and opens it. */
    async makeGroup(title: string, others: readonly string[]) {
      await page.getByRole('button', { name: 'New group' }).click()
      await dialog('New group').getByLabel('Name').fill(title)
      for (const other of others) await dialog('New group').getByLabel(other).check()
      await dialog('New group').getByRole('button', { name: 'Create' }).click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
    },
    async signOut() {
      await page.getByRole('button', { name: /^Your account/ }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByLabel('Name').waitFor()
    },
    /** The texts of the log in the order they stand there. */
    texts: () => messages.getByRole('paragraph').allTextContents(),
  }
}
