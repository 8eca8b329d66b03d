import { describe, expect, it } from 'vitest'
import type { RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import { memoryStore } from '@monhub/realtime-server'
import { byToken, join, start } from '../harness'
import { joinRaw, type Answer } from './rawClient'
import { stateOf } from './storeState'
import { unlimited } from './unlimited'

const TEAM = 'team'
const DIRECT = 'dm:ada:bob'
const SECRET = 'only between ada and bob'

/** JSON text, so that keys such as `__proto__` and the same key twice can stand in it. */
type Json = string
/** A payload of eve's that concerns nobody but her, as `key: JSON`; `null` for one that is a string. */
const harmless: Record<RequestEvent, Record<string, Json> | null> = {
  'user:connect': null,
  'message:send': { receiverId: '"eve"', text: '"hi"' },
  'message:read': { conversationId: '"dm:eve:eve"', upTo: '1' },
  'message:history': { peerId: '"eve"' },
  'message:sync': { conversations: '[{"conversationId":"dm:eve:eve","after":0}]' },
  'message:edit': { messageId: '"none"', text: '"hi"' },
  'message:delete': { messageId: '"none"' },
  'message:react': { messageId: '"none"', reaction: '"+"' },
  'conversation:list': {},
  'typing:start': { receiverId: '"eve"' },
  'typing:stop': { receiverId: '"eve"' },
  'presence:watch': { add: '["eve"]' },
  'presence:set': { status: '"here"' },
  'notification:list': {},
  'notification:read': { ids: '"all"' },
  'data:sync': {},
  'session:refresh': { auth: '{"token":"token-eve"}' },
}

/** What the payloads have, and what a client might hope that the server reads. */
const fields = [
  ...['senderId', 'receiverId', 'readBy', 'userId', 'peerId', 'conversationId', 'conversations'],
  ...['messageId', 'messageIds', 'ids', 'add', 'remove', 'lastSeen', 'before', 'auth'],
  ...['_id', 'id', 'from', 'to', 'by', 'actorId', 'memberIds', 'sessionId', 'socketId', 'room'],
  ...[
    'rooms',
    'role',
    'isAdmin',
    'rt',
    'data',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
  ],
]

type World = Awaited<ReturnType<typeof createWorld>>
async function createWorld() {
  const store = memoryStore()
  const server = await start({
    ...byToken,
    ...unlimited,
    store,
    // Eve may do nothing together with others, so whatever they notice is a hole; into what she is
    // no member of, this lets her, so that nothing but membership keeps her out.
    authorize: (_userId, _action, { memberIds }) =>
      !memberIds.includes('eve') || memberIds.length === 1,
    presence: { canSee: (viewerId) => viewerId !== 'eve' },
  })
  const { service } = server
  const add = ['ada', 'bob']
  await service.updateMembers({ conversationId: TEAM, add, by: 'ada' })
  const sent = [
    await service.sendMessage({ senderId: 'ada', receiverId: 'bob', text: SECRET }),
    await service.sendMessage({ senderId: 'bob', conversationId: TEAM, text: SECRET }),
  ]
  const notice = { userId: 'ada', type: 't', title: SECRET, message: '' }
  const { _id: notificationId } = await service.notify(notice)
  await service.publishUpdate(['ada'], { type: SECRET })
  const heard: string[] = []
  for (const userId of add) {
    for (const version of [1, 2] as const) {
      const { socket } = await join(server, version === 2 ? userId : '', {
        version,
        auth: { token: `token-${userId}` },
      })
      socket.onAny((event: string, payload: unknown) => heard.push(event, JSON.stringify(payload)))
    }
  }
  return { server, store, heard, ids: [...sent.map(({ message }) => message._id), notificationId] }
}

/** Everything of the victims' that could be hit, in every form it could be written in. */
function values({ server, ids }: World): Json[] {
  const socketIds = [...server.io.sockets.sockets.keys()].slice(0, 2)
  const words = [
    ...['ada', 'bob', DIRECT, 'dm:bob:ada', 'dm:ada:eve', 'dm:ada:%62ob', TEAM, ...ids],
    ...['rt:u:ada', 'rt:m:ada', 'rt:user:ada', 'rt:watchers', 'rt:legacy', ...socketIds],
    ...['__proto__', 'constructor', 'eve\u0000ada', ' ada', 'eve,ada', 'ada eve', '*', 'all'],
  ]
  const texts = words.map((word) => JSON.stringify(word))
  const wrapped = ['ada', DIRECT, TEAM, ids[0]].map((word) => JSON.stringify(word))
  return [
    ...texts,
    ...wrapped.flatMap((text) => [
      `["eve",${text}]`,
      `{"$ne":${text}}`,
      `{"_id":${text}}`,
      `{"userId":${text},"token":"token-ada"}`,
      `{"__proto__":{"userId":${text},"senderId":${text}}}`,
      `[{"conversationId":${text},"after":0}]`,
    ]),
    ...['{"token":"token-ada"}', '{"toString":"ada"}', '{"length":1,"0":"ada"}', '[[["ada"]]]'],
    ...['null', 'true', '0', '-1', '1e999', '[]', '{}', '""'],
  ]
}

function payloadsOf(event: RequestEvent, world: World): Json[] {
  const own = harmless[event]
  const hostile = values(world)
  if (own === null) return hostile
  const written = (entries: [string, Json][]) =>
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`
  const isTarget = (key: string) => /^(receiver|peer|conversation)Id$/.test(key)
  return [
    ...hostile,
    ...fields.flatMap((field) =>
      hostile.flatMap((value) => [
        written(Object.entries({ ...own, [field]: value })),
        // The same key twice: the parser takes the last, whatever somebody checked first.
        ...(field in own ? [written([...Object.entries(own), [field, value]])] : []),
        // Instead of what is asked for, where exactly one of two is wanted.
        ...(isTarget(field)
          ? [written([[field, value], ...Object.entries(own).filter(([key]) => !isTarget(key))])]
          : []),
      ]),
    ),
  ]
}

const others = {
  conversationIds: [TEAM, DIRECT, 'dm:ada:eve', 'dm:bob:eve'],
  userIds: ['ada', 'bob'],
}
const clients: [name: string, auth: object][] = [
  ['a version 1 client', {}],
  ['a version 2 client', { rt: { v: 2, userId: 'eve' } }],
  ['a client of no version', { rt: { v: '2', userId: ['ada'], __proto__: { userId: 'ada' } } }],
]

describe.each(clients)('%s', (_, auth) => {
  it.each(Object.keys(parsers) as RequestEvent[])(
    'has no effect on others by %s, whatever it names',
    async (event) => {
      const world = await createWorld()
      const { server, store, heard } = world
      const eve = await joinRaw(server.port, { auth: { ...auth, token: 'token-eve' } })
      const before = await stateOf(store, others)
      const rooms = () => [...server.io.sockets.adapter.rooms.keys()].sort()
      const roomsBefore = rooms()

      const answers: Answer[] = []
      const payloads = payloadsOf(event, world)
      for (let i = 0; i < payloads.length; i += 200) {
        const asked = payloads.slice(i, i + 200).map((payload) => eve.ask(event, payload))
        answers.push(...(await Promise.all(asked)))
      }

      expect(answers.filter(({ ok }) => ok === 'closed')).toEqual([])
      const codes = new Set(answers.map((answer) => (answer.ok === false ? answer.error.code : '')))
      expect([...codes].filter((code) => /^(INTERNAL|STORE)/.test(code))).toEqual([])
      expect(JSON.stringify(answers)).not.toContain(SECRET)
      expect(eve.heard.join()).not.toContain(SECRET)
      expect(eve.heard.join()).not.toContain('"ada"')
      expect(await stateOf(store, others)).toEqual(before)
      expect(heard).toEqual([])
      expect(rooms().filter((room) => room !== 'rt:watchers')).toEqual(roomsBefore)
      expect(server.service.getOnlineUsers().sort()).toEqual(['ada', 'bob', 'eve'])
      expect(Object.prototype).not.toHaveProperty('userId')
      // What is stored of hers is hers.
      const { entries } = await store.entries({
        conversationId: 'dm:eve:eve',
        after: 0,
        limit: 500,
      })
      const authors = entries.map((entry) => entry.kind === 'message' && entry.message.senderId)
      expect(new Set(authors.concat('eve'))).toEqual(new Set(['eve']))
    },
    30_000,
  )
})

describe('an identity', () => {
  it.each<[string, object]>([
    ['another userId', { rt: { v: 2, userId: 'ada' }, token: 'token-eve' }],
    ['no token', { rt: { v: 2, userId: 'ada' }, userId: 'ada' }],
    ['an array for a token', { rt: { v: 2 }, token: [] }],
    ['a token in a prototype', { rt: { v: 2 }, ['__proto__']: { token: 'token-ada' } }],
  ])('is not to be had with %s', async (_, auth) => {
    const server = await start({ ...byToken, ...unlimited })
    const eve = await joinRaw(server.port, { auth })
    expect(eve.heard.join()).toMatch(/44.*"code":"(IDENTITY_MISMATCH|UNAUTHENTICATED)"/)
    expect(server.service.getOnlineUsers()).toEqual([])
  })

  it('stays what it is for packets that come while the next one is checked', async () => {
    let admit = () => {}
    const gate = new Promise<void>((resolve) => (admit = resolve))
    const server = await start({
      ...unlimited,
      authenticate: async () => {
        await gate
        return { userId: 'eve' }
      },
    })
    const eve = await joinRaw(server.port)
    eve.send('40{}')
    // Not connected yet, so these close the connection instead of waiting for an identity.
    const answer = eve.ask('message:send', '{"receiverId":"bob","text":"early"}')
    admit()
    expect(await answer).toEqual({ ok: 'closed' })
    const { messages } = await server.service.history({ userId: 'eve', peerId: 'bob' })
    expect(messages).toEqual([])
  })
})
