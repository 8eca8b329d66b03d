import express from 'express'
import { describe, expect, it } from 'vitest'
import type { MessageNew } from '@monhub/realtime-protocol'
import { createMessageRouter } from '@monhub/realtime-server/express'
import { join, start } from './harness'

async function withRouter() {
  const server = await start()
  const app = express()
  app.use(
    '/api/message',
    createMessageRouter(server.service, {
      userId: (request) => request.headers['x-user'] as string | undefined,
    }),
  )
  server.httpServer.on('request', (request, response) => {
    if (!request.url?.startsWith('/socket.io/')) app(request, response)
  })
  const call = async (path: string, init: RequestInit = {}, headers: object = {}) => {
    const response = await fetch(`${server.url}/api/message${path}`, {
      ...init,
      headers: { 'x-user': 'ada', 'content-type': 'application/json', ...headers },
    })
    return { code: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const post = (body: unknown, headers: object = {}) =>
    call('/send/bob', { method: 'POST', body: JSON.stringify(body) }, headers)
  return { server, call, post }
}

describe('createMessageRouter', () => {
  it('POST /send/:userId stores, announces and answers like the reference', async () => {
    const { server, post } = await withRouter()
    const bob = await join(server, 'bob')
    const arrived = bob.next<MessageNew>('message:new')
    const { code, body } = await post({ text: 'Hello!', metadata: { listing: 1 } })
    expect(code).toBe(200)
    expect(body).toEqual({ success: true, duplicate: false, message: (await arrived).message })
  })

  it('is idempotent with an Idempotency-Key or a clientId', async () => {
    const { post } = await withRouter()
    const first = await post({ text: 'once' }, { 'idempotency-key': 'k1' })
    const again = await post({ text: 'once', clientId: 'k1' })
    expect(again.body).toEqual({ ...first.body, duplicate: true })
    expect(await post({ text: 'other' }, { 'idempotency-key': 'k1' })).toMatchObject({
      code: 409,
      body: { success: false, error: { code: 'CONFLICT' } },
    })
  })

  it('GET /:userId gives pages', async () => {
    const { call, post } = await withRouter()
    for (const text of ['1', '2', '3']) await post({ text })
    const page = await call('/bob?limit=2')
    expect(page.body).toMatchObject({ success: true, hasMore: true })
    expect(page.body.messages).toMatchObject([{ text: '2' }, { text: '3' }])
    expect((await call('/bob?before=2')).body.messages).toMatchObject([{ text: '1' }])
    expect(await call('/bob?limit=lots')).toMatchObject({ code: 400 })
  })

  it('sends to groups and reads them, members only', async () => {
    const { server, call } = await withRouter()
    const conversationId = 'trip / 2026'
    const path = `/conversation/${encodeURIComponent(conversationId)}`
    await server.service.updateMembers({ conversationId, add: ['ada', 'bob'], by: 'ada' })
    const bob = await join(server, 'bob')
    const arrived = bob.next<MessageNew>('message:new')
    const init = { method: 'POST', body: JSON.stringify({ text: 'Hello, all!', clientId: 'c1' }) }
    const sent = await call(`${path}/send`, init)
    expect(sent.body).toEqual({
      success: true,
      duplicate: false,
      message: (await arrived).message,
    })
    expect((await call(`${path}/send`, init)).body).toEqual({ ...sent.body, duplicate: true })
    const page = await call(path, {}, { 'x-user': 'bob' })
    expect(page.body).toEqual({ success: true, messages: [sent.body.message], hasMore: false })

    const cleo = { 'x-user': 'cleo' }
    const refused = { code: 403, body: { success: false, error: { code: 'FORBIDDEN' } } }
    expect(await call(path, {}, cleo)).toMatchObject(refused)
    expect(await call(`${path}/send`, init, cleo)).toMatchObject(refused)
    expect(await call(`${path}/send`, init, { origin: 'https://evil.example' })).toMatchObject(
      refused,
    )
  })

  it.each([
    ['no session', { text: 'x' }, { 'x-user': '' }, 401],
    ['a foreign Origin', { text: 'x' }, { origin: 'https://evil.example' }, 403],
    ['a form', { text: 'x' }, { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['an operator as text', { text: { $ne: 1 } }, {}, 400],
    ['no text', {}, {}, 400],
    ['a body that is no object', null, {}, 400],
    ['too much', { text: 'x'.repeat(70_000) }, {}, 413],
  ])('refuses %s as JSON', async (_, payload, headers, code) => {
    const { server, post } = await withRouter()
    const answer = await post(payload, headers)
    expect(answer).toMatchObject({ code, body: { success: false } })
    expect(answer.body.error).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
    })
    expect((await server.service.history({ userId: 'ada', peerId: 'bob' })).messages).toEqual([])
  })

  it('refuses unreadable JSON as JSON', async () => {
    const { call } = await withRouter()
    const answer = await call('/send/bob', { method: 'POST', body: '{"text":' })
    expect(answer).toMatchObject({ code: 400, body: { error: { code: 'BAD_PAYLOAD' } } })
  })
})
