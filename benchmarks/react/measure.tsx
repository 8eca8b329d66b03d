import { createRoot } from 'react-dom/client'
import { startRemote, type Remote } from '../shared/remote'
import { spreadOf, type Spread } from '../shared/statistics'
import { rendersSoFar, wordOf, type App } from './app'
import { contextArray } from './apps/contextArray'
import { ours } from './apps/ours'
import { webSocketList } from './apps/reactUseWebSocket'
import { socketIoReactHook } from './apps/socketIoReactHook'
import { BURST, KINDS, type Kind } from './kinds'
import type { ServerCommands } from './server'
import type { Sizes } from './sizes'

export interface Row {
  kind: Kind
  /** The median time of a flip of each round. */
  msPerFlip: number[]
  rendersPerFlip: Spread
  /** What of `BURST` a listener was called with. */
  delivered: string[]
}

type Server = Remote<ServerCommands>

const apps: Record<Kind, App> = {
  array: contextArray,
  webSocketList,
  socketIoHook: socketIoReactHook,
  ours,
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

async function mountRows(
  { kind, url, ids, online }: { kind: Kind; url: string; ids: string[]; online: string[] },
  server: Server,
  arrivedAt: () => number,
) {
  const { Rows } = apps[kind]
  const list = document.body.appendChild(document.createElement('ul'))
  createRoot(list).render(<Rows url={url} ids={ids} />)
  const shown = (id: string) => list.children[ids.indexOf(id)]?.textContent
  await until(
    () => ids.every((id) => shown(id) === wordOf(online.includes(id))),
    () => server.call('fill', { kind, ids: online }),
  )

  /** Milliseconds from the frame to what the page shows. */
  const shows = () =>
    new Promise<number>((resolve) => {
      const observer = new window.MutationObserver(() => {
        resolve(performance.now() - arrivedAt())
        observer.disconnect()
      })
      observer.observe(list, { subtree: true, childList: true, characterData: true })
    })

  return async (id: string, isOnline: boolean) => {
    const before = rendersSoFar()
    const shownAfter = shows()
    await server.call('flip', { kind, id, isOnline })
    const ms = await shownAfter
    // What renders late counts too.
    await pause(1)
    if (shown(id) !== wordOf(isOnline)) throw new Error(`${kind} shows ${id} wrongly`)
    return { ms, renders: rendersSoFar() - before }
  }
}

async function measureDelivery(kind: Kind, url: string, server: Server): Promise<string[]> {
  const { Job } = apps[kind]
  const heard: string[] = []
  const root = createRoot(document.createElement('div'))
  root.render(<Job url={url} onEvent={(state) => void heard.push(state)} />)
  await until(
    () => heard.length > 0,
    () => server.call('burst', { kind, states: [HELLO] }),
  )
  await server.call('burst', { kind, states: BURST })
  await pause(QUIET_MS)
  root.unmount()
  return heard.filter((state) => state !== HELLO)
}

/** All kinds on one page, in turns there and back again; `arrivedAt` is when the latest frame came. */
export async function measure(sizes: Sizes, arrivedAt: () => number): Promise<Row[]> {
  const server = startRemote<ServerCommands>('server')
  const ports = await server.call('start')
  const urlOf = (kind: Kind) => `http://127.0.0.1:${ports[kind]}`
  const rows: Row[] = []
  for (const kind of KINDS) {
    const delivered = await measureDelivery(kind, urlOf(kind), server)
    rows.push({ kind, msPerFlip: [], rendersPerFlip: spreadOf([]), delivered })
  }

  const ids = Array.from({ length: sizes.rows }, (_, index) => `user-${index}`)
  const online = ids.slice(0, sizes.online)
  const renders = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]))
  const flips = new Map<Kind, Awaited<ReturnType<typeof mountRows>>>()
  for (const kind of KINDS)
    flips.set(kind, await mountRows({ kind, url: urlOf(kind), ids, online }, server, arrivedAt))

  async function round(kind: Kind, count: number) {
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      // Each who goes comes back with the next flip.
      const id = online[(i >> 1) % online.length] ?? ''
      const flipped = await flips.get(kind)?.(id, i % 2 === 1)
      times.push(flipped?.ms ?? NaN)
      renders.get(kind)?.push(flipped?.renders ?? NaN)
    }
    return spreadOf(times).median
  }

  for (const kind of KINDS) await round(kind, sizes.warmUp)
  for (let i = 0; i < sizes.rounds; i++) {
    for (const row of i % 2 === 0 ? rows : rows.toReversed())
      row.msPerFlip.push(await round(row.kind, sizes.flips))
  }
  for (const row of rows) row.rendersPerFlip = spreadOf(renders.get(row.kind) ?? [])
  await server.stop()
  return rows
}
