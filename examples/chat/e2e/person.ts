import type { Page } from 'playwright-core'

export type Person = ReturnType<typeof personOn>

/** Somebody at a page of the demo, in the words of the page: every name here is an accessible one. */
export function personOn(page: Page, name: string) {
  const log = page.getByRole('log', { name: 'Conversation' })
  const people = page.getByRole('list', { name: 'People' })
  const composer = page.getByRole('textbox', { name: 'Message' })
  const contact = (other: string) =>
    people.getByRole('listitem').filter({ has: page.getByText(other, { exact: true }) })
  const messages = log.getByRole('listitem')
  const message = (text: string) =>
    messages.filter({ has: page.getByRole('paragraph').and(page.getByText(text, { exact: true })) })

  return {
    name,
    page,
    log,
    people,
    composer,
    messages,
    contact,
    message,
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
    /** The texts of the log in the order they stand there. */
    texts: () => messages.getByRole('paragraph').allTextContents(),
  }
}
