import { onTestFinished, describe, expect, it, vi } from 'vitest'
import {
  connectTestClient,
  startTestCluster,
  type TestCluster,
} from '@monhub/realtime-server/testing'
import type { PresenceDiff } from '@monhub/realtime-protocol'
import { memoryStore, type SocketServiceOptions } from '@monhub/realtime-server'

async function start(count: number, options: Parameters<typeof startTestCluster>[1] = {}) {
  const cluster = await startTestCluster(count, options)
  onTestFinished(() => cluster.close())
  return cluster
}

async function join(cluster: TestCluster, node: number, userId: string, version: 1 | 2 = 2) {
  const client = await connectTestClient(nodeOf(cluster, node).url, { userId, version })
  onTestFinished(client.close)
  return client
}

function nodeOf(cluster: TestCluster, index: number) {
  const node = cluster.nodes[index]
  if (!node) throw new Error(`no node ${index}`)
  return node
}
const serviceOf = (cluster: TestCluster, index: number) => nodeOf(cluster, index).service

describe('presence on several nodes', () => {
  it('is known on every node, to newcomers too, and told to who watches', async () => {
    const cluster = await start(2)
    const ada = await join(cluster, 0, 'ada')
    await ada.request('presence:watch', { add: ['bob'] })
    const came = ada.next<PresenceDiff>('presence:diff')
    const bob = await join(cluster, 1, 'bob')
    expect(await came).toEqual({ joined: { bob: {} } })
    expect(serviceOf(cluster, 0).isUserOnline('bob')).toBe(true)
    expect(serviceOf(cluster, 1).getOnlineUsers().sort()).toEqual(['ada', 'bob'])

    await cluster.add()
    await vi.waitUntil(() => serviceOf(cluster, 2).getOnlineUsers().length === 2)

    const went = ada.next<PresenceDiff>('presence:diff')
    bob.close()
    expect(await went).toMatchObject({ left: ['bob'] })
  })

  it('carries status from one node to the other', async () => {
    const cluster = await start(2)
    const ada = await join(cluster, 0, 'ada')
    const bob = await join(cluster, 1, 'bob')
    await ada.request('presence:watch', { add: ['bob'] })
    const told = ada.next<PresenceDiff>('presence:diff', ({ joined }) => !!joined?.bob?.status)
    await bob.request('presence:set', { status: 'busy', text: 'on the phone' })
    expect((await told).joined).toEqual({ bob: { status: 'busy', text: 'on the phone' } })
  })

  it('takes the people of a node that stops in good order out at once', async () => {
    const cluster = await start(2)
    await join(cluster, 1, 'bob')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('bob'))
    await nodeOf(cluster, 1).close()
    await vi.waitUntil(() => !serviceOf(cluster, 0).isUserOnline('bob'), { timeout: 500 })
    expect((await serviceOf(cluster, 0).health()).presence).toMatchObject({
      nodes: 1,
      degraded: false,
    })
  })

  it('hides the people of a node that is cut off, says that it is degraded, and heals', async () => {
    const cluster = await start(2)
    await join(cluster, 0, 'ada')
    await join(cluster, 1, 'bob')
    const [zero, one] = [serviceOf(cluster, 0), serviceOf(cluster, 1)]
    await vi.waitUntil(() => zero.isUserOnline('bob') && one.isUserOnline('ada'))
    expect((await zero.health()).presence).toMatchObject({ nodes: 2, degraded: false })

    cluster.cut(1)
    await vi.waitUntil(() => !zero.isUserOnline('bob') && !one.isUserOnline('ada'), {
      timeout: 9000,
    })
    const { presence, status } = await zero.health()
    expect(presence).toMatchObject({ nodes: 1, degraded: true })
    expect(status).toBe('OK')

    await join(cluster, 1, 'eve')
    cluster.heal(1)
    await vi.waitUntil(() => zero.isUserOnline('bob') && zero.isUserOnline('eve'), {
      timeout: 5000,
    })
    expect((await zero.health()).presence.degraded).toBe(false)
  }, 20_000)

  it('writes down when the people of a dead node were last seen', async () => {
    const store = memoryStore()
    const cluster = await start(2, { service: { store } })
    const before = new Date().toISOString()
    await join(cluster, 1, 'bob')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('bob'))
    cluster.cut(1)
    await vi.waitUntil(async () => (await store.lastSeen(['bob'])).has('bob'), { timeout: 9000 })
    expect((await store.lastSeen(['bob'])).get('bob')! > before).toBe(true)
  }, 20_000)
})

describe('disconnectUser', () => {
  const options: SocketServiceOptions = {
    authenticate: ({ auth }) => ({ userId: String(auth.user), sessionId: String(auth.session) }),
  }
  const signIn = async (cluster: TestCluster, node: number, user: string, session: string) => {
    const client = await connectTestClient(nodeOf(cluster, node).url, { auth: { user, session } })
    onTestFinished(client.close)
    return client
  }

  it('cuts every connection on every node, says why, and lets nobody linger', async () => {
    const cluster = await start(2, { service: options })
    const here = await signIn(cluster, 0, 'ada', 's1')
    const there = await signIn(cluster, 1, 'ada', 's2')
    const other = await signIn(cluster, 1, 'bob', 's3')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('bob'))
    const told = there.next('session:ended')
    serviceOf(cluster, 0).disconnectUser('ada', 'You were signed out.')
    expect(await told).toEqual({ code: 'SESSION_ENDED', reason: 'You were signed out.' })
    await vi.waitUntil(() => !here.socket.connected && !there.socket.connected, { timeout: 1000 })
    expect(other.socket.connected).toBe(true)
    await vi.waitUntil(() => !serviceOf(cluster, 1).isUserOnline('ada'), { timeout: 1000 })
  })

  it('cuts one sign-in with disconnectSession, and no other of the user', async () => {
    const cluster = await start(2, { service: options })
    const here = await signIn(cluster, 0, 'ada', 's1')
    const there = await signIn(cluster, 1, 'ada', 's2')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('ada'))
    const ended = there.next('session:ended')
    serviceOf(cluster, 0).disconnectSession('s2', 'This device was removed.')
    await ended
    expect(here.socket.connected).toBe(true)
  })

  it('reaches a node that the bus lost the message for, within 5 s', async () => {
    let isLosing = false
    const cluster = await start(2, { service: options, isLost: () => isLosing })
    const there = await signIn(cluster, 1, 'ada', 's1')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('ada'))
    isLosing = true
    serviceOf(cluster, 0).disconnectUser('ada', 'Gone.')
    // What was sent is on its way, or lost, when the next turn begins.
    await new Promise(setImmediate)
    isLosing = false
    const startedAt = performance.now()
    expect(await there.next('session:ended')).toMatchObject({ reason: 'Gone.' })
    expect(performance.now() - startedAt).toBeLessThan(5000)
  }, 10_000)

  it('cuts nobody who signed in after it', async () => {
    const cluster = await start(2, { service: options })
    const before = await signIn(cluster, 1, 'ada', 's1')
    await vi.waitUntil(() => serviceOf(cluster, 0).isUserOnline('ada'))
    const ended = before.next('session:ended')
    serviceOf(cluster, 0).disconnectUser('ada', 'Gone.')
    await ended
    const after = await signIn(cluster, 1, 'ada', 's2')
    await cluster.add()
    const elsewhere = await signIn(cluster, 2, 'ada', 's3')
    await vi.waitUntil(() => serviceOf(cluster, 2).getOnlineUsers().length === 1)
    await vi.waitUntil(async () => !(await serviceOf(cluster, 2).health()).presence.syncing, {
      timeout: 3000,
    })
    expect(after.socket.connected).toBe(true)
    expect(elsewhere.socket.connected).toBe(true)
  }, 10_000)

  it('holds for a sign-in that was being checked meanwhile', async () => {
    let admit = () => {}
    const asked = vi.fn()
    const cluster = await start(1, {
      service: {
        authenticate: async () => {
          asked()
          await new Promise<void>((resolve) => (admit = resolve))
          return { userId: 'ada' }
        },
      },
    })
    const connecting = connectTestClient(nodeOf(cluster, 0).url, {})
    await vi.waitUntil(() => asked.mock.calls.length > 0)
    serviceOf(cluster, 0).disconnectUser('ada', 'Gone.')
    admit()
    const late = await connecting
    onTestFinished(late.close)
    await vi.waitUntil(() => !late.socket.connected, { timeout: 1000 })
    expect(serviceOf(cluster, 0).isUserOnline('ada')).toBe(false)
  })
})
