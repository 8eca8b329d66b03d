import { createRoot } from 'react-dom/client'
import { Socket } from 'socket.io-client'
import { startRemote } from '../shared/remote'
import { spreadOf } from '../shared/statistics'
import { rendersSoFar, wordOf, type App } from './app'
import { bareState } from './apps/bareState'
import { bareText } from './apps/bareText'
import { contextArray } from './apps/contextArray'
import { ours } from './apps/ours'
import { webSocketList } from './apps/reactUseWebSocket'
import { socketIoReactHook } from './apps/socketIoReactHook'
import { BURST, type Kind } from './kinds'
import type { ServerCommands } from './server'

export interface Shown {
  kind: Kind
  ids: string[]
  online: string[]
}

/** Medians of a round, in milliseconds. */
export interface Round {
  /** From the frame's arrival until the row has changed. */
  flip: number
  /** Of that, until the app's listener is called; `null` without Socket.IO. */
  reading: number | null
  rendering: number | null
  /** Of all flips together. */
  renders: number
}

const apps: Record<Kind, App> = {
  array: contextArray,
  webSocketList,
  socketIoHook: socketIoReactHook,
  ours,
  bareState,
  bareText,
}

const HELLO = 'hello'
const QUIET_MS = 300

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(isDone: () => boolean, tryIt: () => Promise<unknown>) {
  for (let tries = 0; !isDone(); tries++) {
    if (tries === 100) throw new Error('the page does not show what the server says')
    await tryIt()
    await pause(50)
  }
}

/** When Socket.IO had read the latest frame, and is about to call who listens. */
let readAt: number | null = null
const internals = Socket.prototype as unknown as { onevent: (packet: unknown) => void }
const { onevent } = internals
internals.onevent = function (packet) {
  readAt = performance.now()
  onevent.call(this, packet)
}

/** One kind, with a server of its own; `arrivedAt` is when the latest frame came. */
export function createPage(arrivedAt: () => number) {
  const server = startRemote<ServerCommands>('server')
  const list = document.body.appendChild(document.createElement('ul'))
  let shown: Shown = { kind: 'array', ids: [], online: [] }
  let flips = 0

  async function heardOfBurst({ Job }: App, url: string): Promise<string[]> {
    const heard: string[] = []
    const root = createRoot(document.createElement('div'))
    const onEvent = (state: string) => void heard.push(state)
    root.render(<Job url={url} onEvent={onEvent} />)
    await until(
      () => heard.length > 0,
      () => server.call('burst', [HELLO]),
    )
    await server.call('burst', BURST)
    await pause(QUIET_MS)
    root.unmount()
    return heard.filter((state) => state !== HELLO)
  }

  const changed = () =>
    new Promise<Omit<Round, 'renders'>>((resolve) => {
      const observer = new window.MutationObserver(() => {
        const now = performance.now()
        const rendering = readAt && now - readAt
        resolve({ flip: now - arrivedAt(), reading: readAt && readAt - arrivedAt(), rendering })
        observer.disconnect()
      })
      observer.observe(list, { subtree: true, childList: true, characterData: true })
    })

  async function flip() {
    const { kind, ids, online } = shown
    // Each who goes comes back with the next flip.
    const id = online[(flips >> 1) % online.length] ?? ''
    const isOnline = flips++ % 2 === 1
    const before = rendersSoFar()
    const change = changed()
    await server.call('flip', { id, isOnline })
    const times = await change
    // What renders late counts too.
    await pause(1)
    if (list.children[ids.indexOf(id)]?.textContent !== wordOf(isOnline))
      throw new Error(`${kind} shows ${id} wrongly`)
    return { ...times, renders: rendersSoFar() - before }
  }

  return {
    async open(next: Shown) {
      shown = next
      const { kind, ids, online } = shown
      const url = `http://127.0.0.1:${await server.call('start', kind)}`
      const heard = await heardOfBurst(apps[kind], url)
      const { Rows } = apps[kind]
      createRoot(list).render(<Rows url={url} ids={ids} />)
      const isOnline = new Set(online)
      await until(
        () => ids.every((id, i) => list.children[i]?.textContent === wordOf(isOnline.has(id))),
        () => server.call('fill', online),
      )
      return heard
    },
    async round(count: number): Promise<Round> {
      const all: Round[] = []
      for (let i = 0; i < count; i++) all.push(await flip())
      const medianOf = (key: keyof Round) => spreadOf(all.map((one) => one[key] ?? NaN)).median
      return {
        flip: medianOf('flip'),
        reading: readAt && medianOf('reading'),
        rendering: readAt && medianOf('rendering'),
        renders: all.reduce((sum, { renders }) => sum + renders, 0),
      }
    },
    close: () => server.stop(),
  }
}
