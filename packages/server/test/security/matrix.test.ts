import { describe, expect, it } from 'vitest'
import type { ErrorCode, MemberEntry, Message, RequestEvent } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import { memoryStore } from '@monhub/realtime-server'
import { byToken, join, start } from '../harness'
import { joinRaw } from './rawClient'
import { stateOf } from './storeState'
import { unlimited } from './unlimited'

/** Owner and member are in the group and have a direct conversation; removed was in the group. */
type Role = 'stranger' | 'removed' | 'member' | 'owner'
/** `nothing`: answered, with nothing of others in it, where `ok` has the secret. */
type Outcome = 'ok' | 'nothing' | ErrorCode
interface Case {
  what: string
  payload: (world: World) => unknown
  outcome: Record<Role, Outcome> & { anonymous: 'closed' }
  /**
   * What the answer shows to whom the outcome is `ok` and to nobody else; `null` where only effects
   * count. @default the secret
   */
  secret?: string | null
}

const TEAM = 'team'
const DIRECT = 'dm:member:owner'
const SECRET = 'the secret'
const SEEN = '2020-01-02T03:04:05.678Z'
const roles: Role[] = ['stranger', 'removed', 'member', 'owner']

const outcome = (
  stranger: Outcome,
  removed: Outcome,
  member: Outcome,
  owner: Outcome,
): Case['outcome'] => ({ anonymous: 'closed', stranger, removed, member, owner })
const forEverybody = outcome('ok', 'ok', 'ok', 'ok')
const inside = outcome('FORBIDDEN', 'FORBIDDEN', 'ok', 'ok')
const shown = outcome('nothing', 'nothing', 'ok', 'ok')
const ownersOnly = outcome('nothing', 'nothing', 'nothing', 'ok')
const claimsOwner = outcome('FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'ok')
const ofOwner = outcome('NOT_FOUND', 'NOT_FOUND', 'FORBIDDEN', 'ok')
const ofRemoved = outcome('NOT_FOUND', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN')

/** The same for a group and for two people. */
const both = (
  whatOf: string,
  payload: (conversationId: string) => object,
  expected: Case['outcome'],
): Case[] =>
  [TEAM, DIRECT].map((id) => ({
    what: `${whatOf} ${id}`,
    payload: () => payload(id),
    outcome: expected,
  }))

const changing = (fields: object): Case[] => [
  {
    what: 'a message of the owner to the group',
    payload: ({ toTeam }) => ({ messageId: toTeam._id, ...fields }),
    outcome: ofOwner,
  },
  {
    what: 'a message of the owner to the member',
    payload: ({ toMember }) => ({ messageId: toMember._id, ...fields }),
    outcome: ofOwner,
  },
  {
    what: 'a message of the removed',
    payload: ({ ofRemoved: message }) => ({ messageId: message._id, ...fields }),
    outcome: ofRemoved,
  },
]

const table: Record<RequestEvent, Case[]> = {
  'user:connect': [{ what: 'as the owner', payload: () => 'owner', outcome: claimsOwner }],
  'message:send': [
    ...both('to', (conversationId) => ({ conversationId, text: 'hi' }), inside),
    {
      what: 'in the owner’s name',
      payload: () => ({ senderId: 'owner', receiverId: 'member', text: 'hi' }),
      outcome: claimsOwner,
    },
  ],
  'message:read': [
    ...both('up to the end of', (conversationId) => ({ conversationId, upTo: 99 }), inside),
    {
      what: 'messages of the owner',
      payload: ({ toTeam, toMember }) => ({ messageIds: [toTeam._id, toMember._id] }),
      outcome: outcome('NOT_FOUND', 'NOT_FOUND', 'ok', 'NOT_FOUND'),
    },
    {
      what: 'in the owner’s name',
      payload: () => ({ conversationId: DIRECT, upTo: 99, readBy: 'owner' }),
      outcome: claimsOwner,
    },
  ],
  'message:history': both('of', (conversationId) => ({ conversationId }), inside),
  'message:sync': both(
    'of',
    (conversationId) => ({ conversations: [{ conversationId, after: 0 }] }),
    shown,
  ),
  'message:edit': changing({ text: 'changed' }),
  'message:delete': changing({}),
  'message:react': [
    {
      what: 'to a message to the group',
      payload: ({ toTeam }) => ({ messageId: toTeam._id, reaction: '👍' }),
      outcome: outcome('NOT_FOUND', 'NOT_FOUND', 'ok', 'ok'),
    },
    {
      what: 'to a message of two',
      payload: ({ toMember }) => ({ messageId: toMember._id, reaction: '👍' }),
      outcome: outcome('NOT_FOUND', 'NOT_FOUND', 'ok', 'ok'),
    },
  ],
  'conversation:list': [{ what: 'of one’s own', payload: () => ({}), outcome: shown }],
  'typing:start': [
    ...both('in', (conversationId) => ({ conversationId }), inside),
    {
      what: 'in the owner’s name',
      payload: () => ({ senderId: 'owner', receiverId: 'member' }),
      outcome: claimsOwner,
    },
  ],
  'typing:stop': [
    ...both('in', (conversationId) => ({ conversationId }), inside),
    {
      what: 'in the owner’s name',
      payload: () => ({ senderId: 'owner', receiverId: 'member' }),
      outcome: claimsOwner,
    },
  ],
  'presence:watch': [
    {
      what: 'somebody whom not everybody may see',
      payload: () => ({ all: true, add: ['owner'], lastSeen: ['owner'] }),
      outcome: shown,
      secret: SEEN,
    },
  ],
  'presence:set': [
    { what: 'of oneself', payload: () => ({ status: 'busy' }), outcome: forEverybody },
  ],
  'notification:list': [{ what: 'of one’s own', payload: () => ({}), outcome: ownersOnly }],
  'notification:read': [
    {
      what: 'one of the owner',
      payload: ({ notificationId }) => ({ ids: [notificationId] }),
      outcome: outcome('nothing', 'nothing', 'nothing', 'ok'),
      secret: null,
    },
  ],
  'data:sync': [{ what: 'of one’s own', payload: () => ({}), outcome: ownersOnly }],
  'session:refresh': [
    {
      what: 'with the owner’s token',
      payload: () => ({ auth: { token: 'token-owner' } }),
      outcome: outcome('IDENTITY_MISMATCH', 'IDENTITY_MISMATCH', 'IDENTITY_MISMATCH', 'ok'),
    },
  ],
}

type World = Awaited<ReturnType<typeof createWorld>>
async function createWorld() {
  const store = memoryStore()
  const server = await start({
    ...byToken,
    ...unlimited,
    store,
    presence: { canSee: (viewerId) => viewerId === 'member' || viewerId === 'owner' },
  })
  const { service } = server
  await service.updateMembers({
    conversationId: TEAM,
    add: ['owner', 'member', 'removed'],
    by: 'owner',
  })
  const send = async (senderId: string, to: { receiverId: string } | { conversationId: string }) =>
    (await service.sendMessage({ senderId, text: SECRET, ...to })).message
  const toTeam = await send('owner', { conversationId: TEAM })
  const toMember = await send('owner', { receiverId: 'member' })
  const ofRemoved = await send('removed', { conversationId: TEAM })
  const { _id: notificationId } = await service.notify({
    userId: 'owner',
    type: 't',
    title: SECRET,
    message: '',
  })
  await service.publishUpdate(['owner'], { type: SECRET })
  await store.setLastSeen({ userId: 'owner', at: SEEN })
  await service.updateMembers({ conversationId: TEAM, remove: ['removed'], by: 'owner' })

  const clientOf = (role: Role) => join(server, role, { auth: { token: `token-${role}` } })
  const [stranger, removed, member, owner] = await Promise.all([
    clientOf('stranger'),
    clientOf('removed'),
    clientOf('member'),
    clientOf('owner'),
  ])
  const clients = { stranger, removed, member, owner }
  const state = () => stateOf(store, { conversationIds: [TEAM, DIRECT], userIds: roles })
  return { server, clients, state, toTeam, toMember, ofRemoved, notificationId }
}

/** What clients hear from now on, once everything sent before has arrived. */
function listen(clients: Awaited<ReturnType<typeof join>>[]) {
  const heard: string[] = []
  const listener = (event: string) => heard.push(event)
  for (const { socket } of clients) socket.onAny(listener)
  return async () => {
    await Promise.all(clients.map((client) => client.request('user:connect', '')))
    for (const { socket } of clients) socket.offAny(listener)
    return heard
  }
}

const cases = Object.entries(table).flatMap(([event, rows]) =>
  rows.map((row): [string, string, Case] => [event, row.what, row]),
)

describe('who may do what', () => {
  it('is said of every event that clients can send', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(parsers).sort())
  })

  it.each(cases)('%s %s', async (event, _, { payload, outcome: expected, secret = SECRET }) => {
    const world = await createWorld()
    const asked = payload(world)
    for (const role of roles) {
      const others = roles.filter((other) => other !== role && expected[other] !== 'nothing')
      const heard = listen(others.map((other) => world.clients[other]))
      const before = await world.state()
      const answer = await world.clients[role].request<{ ok: boolean; error?: { code: string } }>(
        event,
        asked,
      )
      const text = JSON.stringify(answer)
      const wanted = expected[role]
      expect([role, answer.error?.code ?? 'ok']).toEqual([
        role,
        wanted === 'nothing' ? 'ok' : wanted,
      ])
      if (wanted === 'ok') {
        const shows = Object.values(expected).includes('nothing') ? (secret ?? '') : ''
        expect([role, text]).toEqual([role, expect.stringContaining(shows)])
        continue
      }
      expect(text).not.toContain(secret ?? SECRET)
      expect([role, await heard()]).toEqual([role, []])
      expect(await world.state()).toEqual(before)
    }
  })

  it.each(cases)('%s %s, by nobody: closes the connection', async (event, _, { payload }) => {
    const world = await createWorld()
    const { port } = world.server
    const heard = listen(roles.map((role) => world.clients[role]))
    const before = await world.state()
    // One never asks to connect, one was refused.
    for (const auth of [undefined, { token: 'stolen' }]) {
      const nobody = await joinRaw(port, { auth })
      expect(await nobody.ask(event, JSON.stringify(payload(world)))).toEqual({ ok: 'closed' })
      expect(nobody.heard.filter((frame) => frame.startsWith('42'))).toEqual([])
    }
    expect(await heard()).toEqual([])
    expect(await world.state()).toEqual(before)
  })

  const named = new Set(['user:connect'])
  it.each(cases.filter(([event]) => !named.has(event)))(
    '%s %s, in trust mode by somebody who has not said who they are',
    async (event, _, { payload }) => {
      const server = await start(unlimited)
      const client = await join(server, '', { version: 1 })
      const message = { _id: 'm1' } as Message
      const world = { toTeam: message, toMember: message, ofRemoved: message, notificationId: 'n1' }
      const asked = payload(world as unknown as World)
      // In trust mode these would say it.
      const { senderId: _s, readBy: _r, ...anonymous } = asked as Record<string, unknown>
      expect(await client.request(event, anonymous)).toMatchObject({
        ok: false,
        error: { code: 'UNAUTHENTICATED' },
      })
    },
  )
})

describe('somebody who was taken out of a group', () => {
  it('hears nothing of it any more on any device', async () => {
    const { server, clients } = await createWorld()
    const { owner, member, stranger } = clients
    const { service } = server
    const token = { auth: { token: 'token-stranger' } }
    const devices = [stranger, await join(server, 'stranger', token)]
    await service.updateMembers({ conversationId: TEAM, add: ['stranger'], by: 'owner' })
    const inTeam = { conversationId: TEAM }
    await stranger.request('typing:start', inTeam)
    const told = devices.map((device) => device.next<MemberEntry>('message:entry'))
    await service.updateMembers({ conversationId: TEAM, remove: ['stranger'], by: 'owner' })
    for (const entry of await Promise.all(told)) expect(entry.removed).toEqual(['stranger'])

    const heard = listen(devices)
    const { message } = await owner.request<{ message: Message }>('message:send', {
      ...inTeam,
      text: SECRET,
    })
    const messageId = message._id
    await owner.request('message:edit', { messageId, text: 'edited' })
    await member.request('message:react', { messageId, reaction: '👍' })
    await member.request('message:read', { ...inTeam, upTo: 99 })
    await member.request('typing:start', inTeam)
    await member.request('typing:stop', inTeam)
    await owner.request('message:delete', { messageId })
    await service.updateMembers({ ...inTeam, add: ['newcomer'], by: 'owner' })
    expect(await heard()).toEqual([])
  })

  it('hears nothing from when the app’s own database says so, before it tells anybody', async () => {
    const members = new Set(['owner', 'removed'])
    const server = await start({ ...byToken, ...unlimited, participants: () => [...members] })
    const clientOf = (role: Role) => join(server, role, { auth: { token: `token-${role}` } })
    const owner = await clientOf('owner')
    const removed = await clientOf('removed')
    const inTeam = { conversationId: TEAM }
    const arrived = removed.next('message:new')
    await owner.request('message:send', { ...inTeam, text: 'hi' })
    await arrived
    members.delete('removed')
    const heard = listen([removed])
    await owner.request('message:send', { ...inTeam, text: SECRET })
    await owner.request('typing:start', inTeam)
    expect(await heard()).toEqual([])
  })
})
