import type { Page } from 'playwright-core'

/** Loads the page and its data from the server itself, so that only the socket feels the cable. */
export const serveFrom = (url: string, page: Page) =>
  page.route(
    ({ pathname }) => !pathname.startsWith('/socket.io'),
    async (route) => {
      const { pathname, search } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: `${url}${pathname}${search}` }) })
    },
  )
