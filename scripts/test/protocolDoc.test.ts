import { readFileSync } from 'node:fs'
import type { HandshakeWatch, MemberEntry, RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import { connectTestClient, startTestCluster } from '@monhub/realtime-server/testing'
import { io } from 'socket.io-client'
import { expect, it, onTestFinished, vi } from 'vitest'

/** A fenced JSON block of docs/protocol.md; the words after `json` say what it is an example of. */
interface Example {
  kind: 'request' | 'ack' | 'event' | 'payload'
  words: string[]
  json: unknown
}

const page = readFileSync('docs/protocol.md', 'utf8')
const examples = [...page.matchAll(/^```json (.+)\n([^]*?)^```/gm)].map(
  ([, info, json]): Example => {
    const [kind, ...words] = info!.split(' ')
    return { kind: kind as Example['kind'], words, json: JSON.parse(json!) }
  },
)

/** Everything but text, of which `kind` alone is the same: ids, times and sentences differ. */
function shapeOf(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => shapeOf(item))
  if (typeof value === 'string' && key !== 'kind') return expect.any(String)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, shapeOf(item, name)]),
  )
}

/** The ids that the page shows, and those that the server gave in their place. */
function learnIds(ids: Map<string, string>, shown: unknown, real: unknown): void {
  if (typeof shown !== 'object' || typeof real !== 'object' || !shown || !real) return
  for (const [key, value] of Object.entries(shown)) {
    const other = (real as Record<string, unknown>)[key]
    if (key === '_id') ids.set(String(value), String(other))
    else learnIds(ids, value, other)
  }
}

const withRealIds = (ids: Map<string, string>, json: unknown): unknown =>
  JSON.parse(JSON.stringify(json), (_, value: unknown) =>
    typeof value === 'string' ? (ids.get(value) ?? value) : value,
  )

async function meeting() {
  const cluster = await startTestCluster(2, {
    service: { profiles: (ids) => ids.map((_id) => ({ _id, firstName: _id })) },
  })
  onTestFinished(cluster.close)
  const [server, other] = cluster.nodes
  if (!server || !other) throw new Error('there are no two nodes')
  const heard: Record<string, Map<string, unknown[]>> = {}
  const join = async (name: string, userId = name) => {
    const events = (heard[name] = new Map<string, unknown[]>())
    const client = await connectTestClient(server.url, { userId })
    onTestFinished(client.close)
    client.socket.onAny((event: string, payload: unknown) => {
      events.set(event, [...(events.get(event) ?? []), payload])
    })
    return client
  }
  /** What the other node tells of one of two people who come to it is lost. */
  const loseSomething = async () => {
    const come = async (userId: string) => {
      const { close } = await connectTestClient(other.url, { userId })
      onTestFinished(close)
    }
    await come('zoe')
    await vi.waitUntil(() => server.service.isUserOnline('zoe'))
    cluster.cut(1)
    await come('max')
    // Longer than a node collects what changed before it tells the others.
    await new Promise((resolve) => setTimeout(resolve, 200))
    cluster.heal(1)
  }
  return { server, heard, join, loseSomething }
}

it('docs/protocol.md shows what a real server answers and announces', async () => {
  const { server, heard, join, loseSomething } = await meeting()
  const ada = await join('ada')
  // It came with the connection itself, before anybody could listen above.
  heard.ada!.set('server:hello', [await helloOf(server.url)])
  await ada.request('presence:watch', { add: ['bob'] })
  const came = ada.next('presence:diff')
  const clients = { ada, bob: await join('bob'), bobsTablet: await join('bobsTablet', 'bob') }
  await came
  heard.ada!.get('server:hello')!.push(await helloOf(server.url, { add: ['bob', 'zoe'] }))

  let answer: unknown
  const ids = new Map<string, string>()
  for (const { kind, words, json } of examples) {
    const [who, event] = words as [keyof typeof clients, string]
    if (kind === 'payload')
      expect(parsers[words[0] as RequestEvent](json)).toMatchObject({ ok: true })
    if (kind === 'ack') {
      expect(answer).toEqual(shapeOf(json))
      learnIds(ids, json, answer)
    }
    if (kind === 'event' && isMemberEntry(json)) {
      const { conversationId, added, removed, actorId } = json
      await server.service.updateMembers({
        conversationId,
        add: added,
        remove: removed,
        by: actorId,
      })
    }
    if (kind !== 'request') continue
    if (event === 'conversation:list') {
      await server.service.sendMessage({ senderId: 'eve', receiverId: 'bob', text: 'Hello Bob' })
    }
    if (event === 'notification:list') {
      const draft = {
        type: 'collaboration_proposal',
        title: '',
        message: '',
        data: { collaborationId: '' },
      }
      await server.service.notify({ userId: 'bob', ...draft })
      await server.service.publishUpdate('all', { type: 'property', payload: { id: 'canal' } })
    }
    answer = await clients[who].request(event, withRealIds(ids, json))
  }
  // Everything that was announced before these answers has arrived with them.
  await Promise.all(Object.values(clients).map((client) => client.request('data:sync', {})))
  const ended = clients.bobsTablet.next('session:ended')
  server.service.disconnectUser('bob', 'banned')
  await ended
  const told = ada.next('server:missed')
  await loseSomething()
  await told

  for (const { kind, words, json } of examples) {
    const [who, event] = words as [string, string]
    if (kind === 'event') expect(heard[who]?.get(event)).toContainEqual(shapeOf(json))
  }
})

const isMemberEntry = (json: unknown): json is MemberEntry =>
  typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'member'

async function helloOf(url: string, watch?: HandshakeWatch): Promise<unknown> {
  const auth = { rt: { v: 2, userId: 'ada', watch } }
  const socket = io(url, { auth, transports: ['websocket'], forceNew: true })
  onTestFinished(() => void socket.disconnect())
  return new Promise((resolve) => socket.once('server:hello', resolve))
}

it('docs/protocol.md has an example of every request', () => {
  const shown = new Set(
    examples.filter(({ kind }) => kind === 'request').map(({ words }) => words[1]),
  )
  expect(Object.keys(parsers).filter((event) => !shown.has(event))).toEqual([])
})
