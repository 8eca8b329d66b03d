import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Message } from '@monhub/realtime-protocol'
import { memoryStore, type RealtimeStore } from '@monhub/realtime-server'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { guardStore } from '../src/stores/guarded'
import { join, start } from './harness'
import { DRIVERS } from './stores/sqlite/drivers'
import { temporaryFile } from './stores/sqlite/file'

interface Answer {
  ok: boolean
  message: Message
  error?: { code: string }
}
const UNAVAILABLE = { ok: false, error: { code: 'STORE_UNAVAILABLE' } }

async function onFile() {
  const file = await temporaryFile()
  const [, open] = DRIVERS[0]!
  const db = open(file.path)
  onTestFinished(async () => {
    db.close()
    await file.remove()
  })
  const store = sqliteStore(db)
  const server = await start({ store })
  const ada = await join(server, 'ada')
  const bob = await join(server, 'bob')
  const send = (clientId: string, text = 'hi') =>
    ada.request<Answer>('message:send', { receiverId: 'bob', text, clientId })
  const stored = async () =>
    (await store.history({ conversationId: 'dm:ada:bob', limit: 100 })).messages
  return { db, store, server, ada, bob, send, stored }
}

describe('a full disk', () => {
  it('is told to senders and to health, acknowledges nothing unstored, and heals', async () => {
    const { db, server, bob, send, stored } = await onFile()
    const announced: string[] = []
    bob.socket.on('message:new', ({ message }: { message: Message }) => {
      announced.push(message.clientId)
    })
    const pages = () =>
      (db.prepare('PRAGMA page_count').all()[0] as { page_count: number }).page_count
    db.exec(`PRAGMA max_page_count = ${pages() + 4}`)
    const text = 'x'.repeat(4000)
    const acked: string[] = []
    let refused: string | undefined
    for (let i = 0; i < 50 && refused === undefined; i++) {
      const answer = await send(`c${i}`, text)
      if (answer.ok) acked.push(`c${i}`)
      else {
        expect(answer).toMatchObject(UNAVAILABLE)
        refused = `c${i}`
      }
    }
    if (refused === undefined) throw new Error('The disk never became full')
    expect((await stored()).map(({ clientId }) => clientId)).toEqual(acked)
    expect(await server.service.health()).toMatchObject({ status: 'DEGRADED' })

    db.exec('PRAGMA max_page_count = 1000000')
    expect(await send(refused, text)).toMatchObject({ ok: true, duplicate: false })
    expect(await server.service.health()).toMatchObject({ status: 'OK' })
    await bob.request('data:sync', {})
    expect(announced).toEqual([...acked, refused])
  })
})

describe('a closed database', () => {
  it('is told to senders and to health, while typing goes on', async () => {
    const { db, server, ada, bob, send } = await onFile()
    await send('c1')
    db.close()
    expect(await send('c2')).toMatchObject(UNAVAILABLE)
    expect(await ada.request('message:history', { peerId: 'bob' })).toMatchObject(UNAVAILABLE)
    expect(await server.service.health()).toMatchObject({
      status: 'DEGRADED',
      store: { name: 'sqlite', status: 'ERROR' },
    })
    const typing = bob.next('typing:update')
    await ada.request('typing:start', { receiverId: 'bob' })
    expect(await typing).toMatchObject({ userId: 'ada' })
  })
})

describe('a store that does not answer', () => {
  const quiet = () => {}
  const logger = { debug: quiet, info: quiet, warn: quiet, error: vi.fn() }

  it('is given up, and a repetition finds what came after all', async () => {
    const memory = memoryStore()
    let letGo = () => {}
    const isHeld = new Promise<void>((resolve) => (letGo = resolve))
    const slow: RealtimeStore = {
      ...memory,
      append: async (draft) => {
        await isHeld
        return memory.append(draft)
      },
    }
    const store = guardStore(slow, logger, 20)
    const server = await start({ store })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const heard = vi.fn()
    bob.socket.on('message:new', heard)
    const send = () =>
      ada.request<Answer>('message:send', { receiverId: 'bob', text: 'hi', clientId: 'c' })
    expect(await send()).toMatchObject(UNAVAILABLE)
    expect(heard).not.toHaveBeenCalled()
    const arrived = bob.next('message:new')
    letGo()
    expect(await send()).toMatchObject({ ok: true, duplicate: true })
    await arrived
    expect(await send()).toMatchObject({ ok: true, duplicate: true })
    await bob.request('data:sync', {})
    expect(heard).toHaveBeenCalledTimes(1)
    expect((await memory.history({ conversationId: 'dm:ada:bob', limit: 9 })).head).toBe(1)
    expect(logger.error).toHaveBeenCalledWith(
      expect.objectContaining({ store: 'memory', verb: 'append' }),
      'the store failed',
    )
  })

  it('counts as degraded', async () => {
    const { service } = await start({
      store: { ...memoryStore(), ping: () => new Promise(() => {}) },
    })
    expect(await service.health()).toMatchObject({ status: 'DEGRADED' })
  })
})
