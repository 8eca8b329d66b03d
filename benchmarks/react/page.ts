import { JSDOM } from 'jsdom'
import { WebSocket } from 'ws'
import { serveRemote } from '../shared/remote'
import type { createPage as CreatePage, Shown } from './createPage'

/** When the page was handed the latest frame: from there on it is the page's own time. */
let arrivedAt = 0

const { window } = new JSDOM('<!doctype html><body></body>', { url: 'http://127.0.0.1/' })
const globals = {
  ...{ window, document: window.document, location: window.location },
  ...{ navigator: window.navigator, AbortController: window.AbortController },
  WebSocket: new Proxy(WebSocket, {
    construct(target, args: ConstructorParameters<typeof WebSocket>) {
      const socket = new target(...args)
      socket.on('message', () => (arrivedAt = performance.now()))
      return socket
    },
  }),
}
for (const [name, value] of Object.entries(globals))
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })

// React and the libraries look for what a page has as soon as they are imported.
const program = import(new URL('./createPage.js', import.meta.url).href) as Promise<{
  createPage: typeof CreatePage
}>
const page = program.then(({ createPage }) => createPage(() => arrivedAt))

const commands = {
  /** Gives what of `BURST` a listener was called with. */
  open: async (shown: Shown) => (await page).open(shown),
  round: async (flips: number) => (await page).round(flips),
  close: async () => (await page).close(),
}

export type PageCommands = typeof commands

serveRemote(commands)
