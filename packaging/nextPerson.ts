import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface Visit {
  page: Page
  /** Addresses of the sockets of the page, also of those that are closed. */
  sockets: string[]
  /** Errors and warnings on its console, and what it threw. */
  problems: string[]
}

/** Opens the example in a browser of its own, with nobody signed in. */
export async function visit(browser: Browser, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const sockets: string[] = []
  const problems: string[] = []
  page.on('websocket', (socket) => {
    if (socket.url().includes('/socket.io/')) sockets.push(socket.url())
  })
  context.on('weberror', (event) => problems.push(String(event.error())))
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  await page.goto('/')
  return { page, sockets, problems }
}

export async function signIn(page: Page, name: string) {
  await page.getByRole('button', { name }).click()
  await page.getByRole('heading', { name: 'People' }).waitFor()
}

export async function open(page: Page, name: string) {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name }).waitFor()
}

export async function say(page: Page, text: string) {
  await page.getByLabel('Message').fill(text)
  await page.getByLabel('Message').press('Enter')
}
