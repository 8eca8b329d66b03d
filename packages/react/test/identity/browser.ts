import { Manager, type Socket } from 'socket.io-client'
import { onTestFinished, vi } from 'vitest'

/** The sockets that are made from now on, oldest first: the real ones. */
export function watchSockets(): readonly Socket[] {
  const sockets: Socket[] = []
  const make = Manager.prototype.socket
  const spy = vi.spyOn(Manager.prototype, 'socket')
  spy.mockImplementation(function (this: Manager, ...args) {
    const socket = make.apply(this, args)
    sockets.push(socket)
    return socket
  })
  onTestFinished(() => spy.mockRestore())
  return sockets
}

/** What a socket still wants of others, and others of it. */
export const heldBy = (socket: Socket) => ({
  isActive: socket.active,
  engine: socket.io.engine.readyState,
  unsent: socket.sendBuffer.length,
  unheard: socket.receiveBuffer.length,
  unanswered: Object.keys((socket as unknown as { acks: object }).acks).length,
})

export const NOTHING_HELD = {
  ...{ isActive: false, engine: 'closed' },
  ...{ unsent: 0, unheard: 0, unanswered: 0 },
}

/** What listens to the page from now on. */
export function watchPage(): ReadonlySet<object> {
  const listening = new Set<object>()
  for (const target of [window, document]) {
    const add = target.addEventListener.bind(target)
    const spy = vi.spyOn(target, 'addEventListener')
    spy.mockImplementation((...[type, listener, options]: Parameters<typeof add>) => {
      const registration = { type }
      listening.add(registration)
      const { signal } = typeof options === 'object' ? options : {}
      signal?.addEventListener('abort', () => listening.delete(registration))
      add(type, listener, options)
    })
    onTestFinished(() => spy.mockRestore())
  }
  return listening
}

/** Everything in the outbox of this browser. */
export async function keptMessages(): Promise<{ text: string }[]> {
  if ((await indexedDB.databases()).length === 0) return []
  const database = await answerOf(indexedDB.open('monhub-realtime'))
  const outbox = database.transaction('outbox').objectStore('outbox')
  const records: { text: string }[] = await answerOf(outbox.getAll())
  database.close()
  return records
}

const answerOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('IndexedDB failed', { cause: request.error }))
  })

export const keeps = (...texts: string[]) =>
  vi.waitFor(async () => {
    // By their ids, which are random.
    const kept = (await keptMessages()).map(({ text }) => text).sort()
    if (kept.join() !== texts.sort().join()) throw new Error(`kept are ${kept.join()}`)
  }, 5000)
