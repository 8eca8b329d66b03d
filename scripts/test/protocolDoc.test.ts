import { readFileSync } from 'node:fs'
import type { RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import { connectTestClient, startTestServer } from '@monhub/realtime-server/testing'
import { io } from 'socket.io-client'
import { expect, it, onTestFinished } from 'vitest'

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

/** Keys and types, and of arrays the first item; values such as ids and times differ. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : expect.any(Array)
  if (typeof value !== 'object' || value === null) return expect.any(Object(value).constructor)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
}

async function meeting() {
  const server = await startTestServer({
    profiles: (ids) => ids.map((_id) => ({ _id, firstName: _id })),
  })
  onTestFinished(server.close)
  const heard: Record<string, Map<string, unknown>> = {}
  const join = async (name: string, userId = name) => {
    const events = (heard[name] = new Map<string, unknown>())
    const client = await connectTestClient(server.url, { userId })
    onTestFinished(client.close)
    client.socket.onAny((event: string, payload: unknown) => {
      if (!events.has(event)) events.set(event, payload)
    })
    return client
  }
  return { server, heard, join }
}

it('docs/protocol.md shows what a real server answers and announces', async () => {
  const { server, heard, join } = await meeting()
  const ada = await join('ada')
  // It came with the connection itself, before anybody could listen above.
  heard.ada!.set('server:hello', await helloOf(server.url))
  await ada.request('presence:watch', { add: ['bob'] })
  const came = ada.next('presence:diff')
  const clients = { ada, bob: await join('bob'), bobsTablet: await join('bobsTablet', 'bob') }
  await came

  let answer: unknown
  for (const { kind, words, json } of examples) {
    const [who, event] = words as [keyof typeof clients, string]
    if (kind === 'payload')
      expect(parsers[words[0] as RequestEvent](json)).toMatchObject({ ok: true })
    if (kind === 'ack') expect(answer).toEqual(shapeOf(json))
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
    answer = await clients[who].request(event, json)
  }
  const ended = clients.bobsTablet.next('session:ended')
  server.service.disconnectUser('bob', 'banned')
  await ended

  for (const { kind, words, json } of examples) {
    const [who, event] = words as [string, string]
    if (kind === 'event')
      expect({ [event]: heard[who]?.get(event) }).toEqual({ [event]: shapeOf(json) })
  }
})

async function helloOf(url: string): Promise<unknown> {
  const socket = io(url, { auth: { rt: { v: 2, userId: 'ada' } }, forceNew: true })
  onTestFinished(() => void socket.disconnect())
  return new Promise((resolve) => socket.once('server:hello', resolve))
}

it('docs/protocol.md has an example of every request', () => {
  const shown = new Set(
    examples.filter(({ kind }) => kind === 'request').map(({ words }) => words[1]),
  )
  expect(Object.keys(parsers).filter((event) => !shown.has(event))).toEqual([])
})
