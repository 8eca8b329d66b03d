import { JSDOM } from 'jsdom'
import { WebSocket } from 'ws'
import { serveRemote } from '../shared/remote'
import type { measure as Measure } from './measure'
import type { Sizes } from './sizes'

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
const program = import(new URL('./measure.js', import.meta.url).href) as Promise<{
  measure: typeof Measure
}>

const commands = {
  measure: async (sizes: Sizes) => (await program).measure(sizes, () => arrivedAt),
}

export type PageCommands = typeof commands

serveRemote(commands)
