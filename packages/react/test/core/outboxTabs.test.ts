// @vitest-environment node
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Message } from '@monhub/realtime-protocol'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createOutbox } from '../../src/core/outbox'
import { CONVERSATION, stored } from './messages'
import { provideLocks } from './locks'
import { createStubClient } from './stubClient'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** One tab of a browser, connected or not. */
function openTab({ isConnected = true, userId = 'me', url = 'server' } = {}) {
  const stub = createStubClient(userId, url)
  if (!isConnected) stub.disconnect()
  const outbox = createOutbox(stub.client)
  onTestFinished(() => stub.close())
  const show = (conversationId = CONVERSATION) =>
    outbox.items(conversationId).map(({ text, delivery }) => `${text} ${delivery}`)
  const texts = () => stub.asked.map(({ payload }) => (payload as Message).text)
  const accept = async (index: number, seq = index + 1) => {
    const { clientId, text } = stub.at(index).payload as Message
    const message = stored(seq, { clientId, text, senderId: 'me' })
    stub
      .at(index)
      .answer({ message, duplicate: false })
      .catch(() => {})
    return message
  }
  const send = (text: string, conversationId = CONVERSATION) => outbox.enqueue(conversationId, text)
  const watch = () => outbox.watch(CONVERSATION, { onChange: () => {}, onStored: () => {} })
  return { ...stub, outbox, show, texts, accept, send, watch }
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 3000, interval: 5 })
/** Long enough for a tab to do what it must not do. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50))

describe('an outbox in IndexedDB', () => {
  it('outlives its tab: the next one sends it, also of conversations nobody opens', async () => {
    const first = openTab({ isConnected: false })
    void first.send('one')
    void first.send('two')
    void first.send('elsewhere', 'team')
    await aMoment()
    first.close()
    const second = openTab()
    await until(() => expect(second.texts().sort()).toEqual(['elsewhere', 'one']))
    const one = second.asked.findIndex(({ payload }) => (payload as Message).text === 'one')
    await second.accept(one)
    await until(() => expect(second.texts()[2]).toBe('two'))
  })

  it('lets what was left go before what is written now', async () => {
    const first = openTab({ isConnected: false })
    void first.send('left')
    await aMoment()
    first.close()
    const second = openTab()
    void second.send('new')
    await until(() => expect(second.texts()).toEqual(['left']))
    await second.accept(0)
    await until(() => expect(second.texts()).toEqual(['left', 'new']))
  })

  it('sends what cannot be kept', async () => {
    const tab = openTab()
    const metadata = { unclonable: () => {} }
    void tab.outbox.enqueue(CONVERSATION, 'one', { metadata })
    await until(() => expect(tab.texts()).toEqual(['one']))
  })

  it('keeps client id, metadata and place', async () => {
    const first = openTab({ isConnected: false })
    void first.outbox.enqueue(CONVERSATION, 'one', { metadata: { listing: 7 } })
    void first.send('two')
    const before = first.outbox.items(CONVERSATION)
    await aMoment()
    first.close()
    const second = openTab({ isConnected: false })
    await until(() => expect(second.outbox.items(CONVERSATION)).toEqual(before))
  })

  it('shows what failed again, with the reason', async () => {
    const first = openTab()
    void first.send('one')
    await until(() => expect(first.asked).toHaveLength(1))
    first
      .at(0)
      .refuse('FORBIDDEN')
      .catch(() => {})
    await until(() => expect(first.show()).toEqual(['one failed']))
    await aMoment()
    first.close()
    const second = openTab()
    await until(() => expect(second.show()).toEqual(['one failed']))
    expect(second.outbox.items(CONVERSATION)[0]?.error?.code).toBe('FORBIDDEN')
    expect(second.asked).toHaveLength(0)
  })

  it('holds nothing of what was stored or discarded', async () => {
    const first = openTab()
    void first.send('one')
    void first.send('two')
    await until(() => expect(first.asked).toHaveLength(1))
    await first.accept(0)
    await until(() => expect(first.asked).toHaveLength(2))
    first.outbox.discard((first.at(1).payload as Message).clientId)
    await aMoment()
    first.close()
    const second = openTab()
    await aMoment()
    expect(second.asked).toHaveLength(0)
    expect(second.show()).toEqual([])
  })

  it('is emptied when the user signs out, for all tabs, and of this user only', async () => {
    const other = openTab({ userId: 'other', isConnected: false })
    void other.send('of somebody else')
    const [first, second] = [openTab({ isConnected: false }), openTab({ isConnected: false })]
    void first.send('one')
    await until(() => expect(second.show()).toEqual(['one queued']))
    first.close(true)
    await until(() => expect(second.show()).toEqual([]))
    const third = openTab()
    await aMoment()
    expect(third.asked).toHaveLength(0)
    other.close()
    const again = openTab({ userId: 'other' })
    await until(() => expect(again.texts()).toEqual(['of somebody else']))
  })

  it('is emptied of a user who signs out before anything was read', async () => {
    const first = openTab({ isConnected: false })
    void first.send('one')
    await aMoment()
    first.close()
    openTab({ isConnected: false }).close(true)
    await aMoment()
    const third = openTab()
    await aMoment()
    expect(third.asked).toHaveLength(0)
  })

  it.each([
    ['fails', () => Promise.reject(new Error('no space'))],
    ['never answers', () => new Promise(() => {})],
  ])('falls back to memory where IndexedDB %s', async (_, answer) => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        const request: { onerror?: () => void; error: unknown } = { error: undefined }
        answer().catch((error: unknown) => {
          request.error = error
          request.onerror?.()
        })
        return request
      },
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const tab = openTab()
    const warn = vi.spyOn(tab.client.logger, 'warn')
    void tab.send('one')
    expect(tab.show()).toEqual(['one sending'])
    await vi.advanceTimersByTimeAsync(3000)
    expect(tab.texts()).toEqual(['one'])
    expect(warn).toHaveBeenCalledTimes(1)
    warn.mockRestore()
  })
})

describe('where the browser blocks storage', () => {
  function refuse() {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }

  it('an outbox is in memory, and of one tab', async () => {
    vi.stubGlobal('BroadcastChannel', refuse)
    const before = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get: refuse })
    onTestFinished(() => void Object.defineProperty(globalThis, 'indexedDB', before))
    const tab = openTab()
    const promise = tab.send('one')
    await until(() => expect(tab.texts()).toEqual(['one']))
    const message = await tab.accept(0)
    expect(await promise).toEqual(message)
    tab.close(true)
  })
})

describe('the tabs of a browser', () => {
  it('show what another has queued, and lose it when it is stored', async () => {
    const [writer, other] = [openTab({ isConnected: false }), openTab({ isConnected: false })]
    other.watch()
    void writer.send('one')
    await until(() => expect(other.show()).toEqual(['one queued']))
    writer.connect()
    await until(() => expect(writer.asked).toHaveLength(1))
    await writer.accept(0)
    await until(() => expect(other.show()).toEqual(['one sent']))
  })

  it('send for one that has no connection, whose promise is kept', async () => {
    const [writer, other] = [openTab({ isConnected: false }), openTab()]
    const promise = writer.send('one')
    await until(() => expect(other.texts()).toEqual(['one']))
    const message = await other.accept(0)
    expect(await promise).toEqual(message)
    writer.connect()
    await aMoment()
    expect(writer.asked).toHaveLength(0)
  })

  it('tell that a message failed, can be retried or was discarded', async () => {
    const [writer, other] = [openTab({ isConnected: false }), openTab()]
    const promise = writer.send('one')
    await until(() => expect(other.asked).toHaveLength(1))
    other
      .at(0)
      .refuse('FORBIDDEN')
      .catch(() => {})
    await expect(promise).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(writer.show()).toEqual(['one failed'])
    const [{ clientId } = { clientId: '' }] = writer.outbox.items(CONVERSATION)
    writer.outbox.retry(clientId)
    await until(() => expect(other.asked).toHaveLength(2))
    writer.outbox.discard(clientId)
    await until(() => expect(other.show()).toEqual([]))
  })

  it('send one at a time under a lock, and many conversations at once', async () => {
    const locks = provideLocks()
    const tabs = [openTab(), openTab()]
    for (const text of ['one', 'two', 'three']) void tabs[0]!.send(text)
    void tabs[1]!.send('elsewhere', 'team')
    const all = () => tabs.flatMap((tab) => tab.texts())
    await until(() => expect(all().sort()).toEqual(['elsewhere', 'one']))
    await aMoment()
    expect(all()).toHaveLength(2)
    expect(locks.held.size).toBe(2)
    for (const text of ['one', 'two', 'three']) {
      await until(() => expect(all()).toContain(text))
      const tab = tabs.find((it) => it.texts().includes(text))!
      await tab.accept(tab.texts().indexOf(text))
    }
    await aMoment()
    expect(all().sort()).toEqual(['elsewhere', 'one', 'three', 'two'])
  })

  it('send nothing that another has sent, also where they cannot talk', async () => {
    provideLocks()
    vi.stubGlobal('BroadcastChannel', undefined)
    const writer = openTab({ isConnected: false })
    void writer.send('one')
    await aMoment()
    writer.close()
    const tabs = [openTab(), openTab()]
    const all = () => tabs.flatMap((tab) => tab.texts())
    await until(() => expect(all()).toEqual(['one']))
    await tabs.find(({ asked }) => asked.length > 0)!.accept(0)
    await aMoment()
    expect(all()).toEqual(['one'])
    await until(() => expect(tabs.map((tab) => tab.show())).toEqual([[], []]))
  })

  it('take over from one that dies while it sends', async () => {
    provideLocks()
    const dying = openTab()
    void dying.send('one')
    void dying.send('two')
    await until(() => expect(dying.texts()).toEqual(['one']))
    const heir = openTab()
    await aMoment()
    expect(heir.asked).toHaveLength(0)
    // A killed tab's request never comes back, and its lock is free.
    dying.close()
    dying
      .at(0)
      .refuse('DISCONNECTED')
      .catch(() => {})
    await until(() => expect(heir.texts()).toEqual(['one']))
    expect(heir.at(0).payload).toEqual(dying.at(0).payload)
    await heir.accept(0)
    await until(() => expect(heir.texts()).toEqual(['one', 'two']))
  })

  it('change what another has queued, and nothing that may have been sent', async () => {
    const [writer, other] = [openTab({ isConnected: false }), openTab({ isConnected: false })]
    void writer.send('hullo')
    await until(() => expect(other.show()).toEqual(['hullo queued']))
    const [{ clientId } = { clientId: '' }] = other.outbox.items(CONVERSATION)
    expect(await other.outbox.edit(clientId, { text: 'hello' })).toBe(true)
    await until(() => expect(writer.show()).toEqual(['hello queued']))
    writer.connect()
    await until(() => expect(writer.texts()).toEqual(['hello']))
    expect(await other.outbox.edit(clientId, { text: 'hi' })).toBe(false)
  })

  it('send again what the browser has lost', async () => {
    const tab = openTab({ isConnected: false })
    const promise = tab.send('one')
    await aMoment()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const eraser = createOutbox(createStubClient('me', 'server').client)
    expect(eraser.items(CONVERSATION)).toEqual([])
    await new Promise((resolve) => {
      const request = indexedDB.open('monhub-realtime')
      request.onsuccess = () => {
        const transaction = request.result.transaction('outbox', 'readwrite')
        transaction.objectStore('outbox').clear()
        transaction.oncomplete = resolve
      }
    })
    tab.connect()
    await vi.advanceTimersByTimeAsync(5000)
    await vi.waitFor(() => expect(tab.texts()).toEqual(['one']))
    const message = await tab.accept(0)
    expect(await promise).toEqual(message)
  })
})
