import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import {
  defineContract,
  realtimeError,
  type Contract,
  type SocketServiceOptions,
  type StandardSchema,
} from '@monhub/realtime-server'
import { startTestServer } from '@monhub/realtime-server/testing'
import { join } from './harness'

async function start<C extends Contract>(options: SocketServiceOptions<C>) {
  const error = vi.fn<(fields: { error?: Error; event?: string }, message: string) => void>()
  const quiet = () => {}
  const server = await startTestServer({
    logger: { debug: quiet, info: quiet, warn: quiet, error },
    ...options,
  })
  onTestFinished(() => server.close())
  const ada = await join(server as never, 'ada')
  return { service: server.service, ada, server, error }
}

interface View {
  listing: { id: string }
}
interface Schemas {
  view: StandardSchema<View>
  viewers: StandardSchema<{ viewers: number }>
  sold: StandardSchema<{ id: string; price: number }>
}

const libraries: [name: string, schemas: Schemas, sentence: string][] = [
  [
    'zod',
    {
      view: z.object({ listing: z.object({ id: z.string() }) }),
      viewers: z.object({ viewers: z.number() }),
      sold: z.object({ id: z.string(), price: z.number() }),
    },
    'listing:view: "listing.id": Invalid input: expected string, received number',
  ],
  [
    'valibot',
    {
      view: v.object({ listing: v.object({ id: v.string('must be a string') }) }),
      viewers: v.object({ viewers: v.number() }),
      sold: v.object({ id: v.string(), price: v.number() }),
    },
    'listing:view: "listing.id" must be a string',
  ],
  [
    'arktype',
    {
      view: type({ listing: { id: 'string' } }),
      viewers: type({ '+': 'delete', viewers: 'number' }),
      sold: type({ '+': 'delete', id: 'string', price: 'number' }),
    },
    'listing:view: "listing.id" must be a string (was a number)',
  ],
]

const declare = ({ view, viewers, sold }: Schemas) =>
  defineContract({
    requests: { 'listing:view': { payload: view, result: viewers } },
    events: { 'listing:sold': sold },
  })

describe.each(libraries)('a contract in %s', (_, schemas, sentence) => {
  const view = { listing: { id: 'l1' } }

  it('checks a request, and gives its handler the payload and the client the result', async () => {
    const { service, ada } = await start({ contract: declare(schemas) })
    const handler = vi.fn(() => ({ viewers: 3 }))
    service.on('listing:view', handler)
    expect(await ada.request('listing:view', view)).toEqual({ ok: true, viewers: 3 })
    expect(handler).toHaveBeenCalledExactlyOnceWith(view, {
      userId: 'ada',
      socketId: ada.socket.id,
    })
  })

  it('says in the refusal which field is wrong', async () => {
    const { service, ada } = await start({ contract: declare(schemas) })
    const handler = vi.fn(() => ({ viewers: 3 }))
    service.on('listing:view', handler)
    expect(await ada.request('listing:view', { listing: { id: 1 } })).toEqual({
      ok: false,
      error: { code: 'BAD_PAYLOAD', message: sentence },
    })
    expect(handler).not.toHaveBeenCalled()
  })

  it('keeps to itself what the result does not declare', async () => {
    const { service, ada } = await start({ contract: declare(schemas) })
    const row = { viewers: 3, passwordHash: 'x' }
    service.on('listing:view', () => row)
    expect(await ada.request('listing:view', view)).toEqual({ ok: true, viewers: 3 })
  })

  it('answers INTERNAL to a result that does not fit, and logs where', async () => {
    const { service, ada, error } = await start({ contract: declare(schemas) })
    service.on('listing:view', () => ({ viewers: 'secret' }) as never)
    expect(await ada.request('listing:view', view)).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' },
    })
    const message = error.mock.lastCall?.[0].error?.message
    expect(message).toBe('The result of listing:view does not fit its schema at viewers')
  })

  it('emits what fits an event, and logs instead what does not', async () => {
    const { service, ada, error } = await start({ contract: declare(schemas) })
    const heard: unknown[] = []
    ada.socket.on('listing:sold', (data) => heard.push(data))
    const sold = { id: 'l1', price: 1 }
    service.emitToUser('ada', 'listing:sold', { ...sold, price: 'secret' } as never)
    service.emitToUsers(['ada'], 'listing:sold', { ...sold, seller: 'bob' } as typeof sold)
    service.emitToAll('listing:sold', { id: 'l2', price: 2 })
    await vi.waitFor(() => expect(heard).toEqual([sold, { id: 'l2', price: 2 }]))
    expect(error.mock.calls.map(([{ event, error }]) => [event, error?.message])).toEqual([
      ['listing:sold', 'The data of listing:sold does not fit its schema at price'],
    ])
  })
})

describe('a schema', () => {
  const isKnown = async (id: string) => id === 'l1'

  it.each<[string, StandardSchema<string>]>([
    ['zod', z.string().refine(isKnown, 'must be known')],
    ['valibot', v.pipeAsync(v.string(), v.checkAsync(isKnown, 'must be known'))],
  ])('may be asynchronous, in %s', async (_, schema) => {
    const { service, ada, error } = await start({
      contract: defineContract({
        requests: { 'listing:view': { payload: schema } },
        events: { 'listing:sold': schema },
      }),
    })
    service.on('listing:view', () => {})
    expect(await ada.request('listing:view', 'l1')).toEqual({ ok: true })
    expect(await ada.request('listing:view', 'l2')).toMatchObject({
      error: { code: 'BAD_PAYLOAD', message: 'listing:view: the payload must be known' },
    })
    const heard = ada.next('listing:sold')
    service.emitToAll('listing:sold', 'l2')
    service.emitToAll('listing:sold', 'l1')
    expect(await heard).toBe('l1')
    expect(error).toHaveBeenCalledTimes(1)
  })

  it('turns what was sent into what is heard, in every direction', async () => {
    const price = z.object({ price: z.coerce.number() })
    const at = z.object({ at: z.date().transform((date) => date.toISOString()) })
    const { service, ada } = await start({
      contract: defineContract({
        requests: { 'price:set': { payload: price, result: at } },
        events: { 'price:changed': at },
      }),
    })
    const handler = vi.fn(() => ({ at: new Date(0) }))
    service.on('price:set', handler)
    expect(await ada.request('price:set', { price: '7' })).toEqual({
      ok: true,
      at: '1970-01-01T00:00:00.000Z',
    })
    expect(handler).toHaveBeenCalledWith({ price: 7 }, expect.anything())
    const heard = ada.next('price:changed')
    service.emitToUser('ada', 'price:changed', { at: new Date(0) })
    expect(await heard).toEqual({ at: '1970-01-01T00:00:00.000Z' })
  })

  it('that throws is answered INTERNAL, or logged, and stops nothing', async () => {
    const broken = z.string().transform(() => {
      throw new Error('password is 1234')
    })
    const { service, ada, error } = await start({
      contract: defineContract({
        requests: { 'listing:view': { payload: broken } },
        events: { 'listing:sold': broken },
      }),
    })
    service.on('listing:view', () => {})
    const answer = await ada.request('listing:view', 'l1')
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(answer)).not.toContain('1234')
    service.emitToAll('listing:sold', 'l1')
    await vi.waitFor(() => expect(error).toHaveBeenCalledTimes(2))
  })

  it('is not asked about what somebody sends who has not said who they are', async () => {
    const validate = vi.fn((value: unknown) => ({ value }))
    const schema: StandardSchema = { '~standard': { version: 1, vendor: 'test', validate } }
    const { service, server } = await start({
      contract: defineContract({ requests: { 'listing:view': { payload: schema } } }),
    })
    service.on('listing:view', () => {})
    const nobody = await join(server as never, undefined, { version: 1 })
    expect(await nobody.request('listing:view', 'l1')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
    expect(validate).not.toHaveBeenCalled()
  })
})

describe('service.on with a contract', () => {
  const contract = defineContract({
    requests: {
      'listing:view': { payload: z.object({ id: z.string() }) },
      'listing:count': { payload: z.undefined(), result: z.looseObject({ count: z.number() }) },
    },
  })
  const view = { id: 'l1' }

  it('answers no more than that it was handled, where no result is declared', async () => {
    const { service, ada } = await start({ contract })
    service.on('listing:view', () => ({ passwordHash: 'x' }))
    expect(await ada.request('listing:view', view)).toEqual({ ok: true })
  })

  it('handles a request without a payload, and one without an ack', async () => {
    const { service, ada } = await start({ contract })
    const handled = new Promise((resolve) => {
      service.on('listing:view', (payload) => resolve(payload))
    })
    service.on('listing:count', () => ({ count: 2 }))
    for (const none of [[], [undefined]]) {
      expect(await ada.socket.emitWithAck('listing:count', ...none)).toEqual({ ok: true, count: 2 })
    }
    ada.socket.emit('listing:view', view)
    expect(await handled).toEqual(view)
  })

  it('asks authorize about the payload that was checked', async () => {
    const { service, ada } = await start({ contract })
    const handler = vi.fn()
    const authorize = vi.fn(async (_: unknown, { id }: { id: string }) => id === 'l1')
    service.on('listing:view', { authorize }, handler)
    expect(await ada.request('listing:view', 1)).toMatchObject({ error: { code: 'BAD_PAYLOAD' } })
    expect(authorize).not.toHaveBeenCalled()
    expect(await ada.request('listing:view', { id: 'l2' })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
    expect(handler).not.toHaveBeenCalled()
    expect(await ada.request('listing:view', view)).toEqual({ ok: true })
  })

  it('answers with the code that a handler throws', async () => {
    const { service, ada } = await start({ contract })
    service.on('listing:view', () => {
      throw realtimeError('CONFLICT', 'Somebody was faster.', { retryAfterMs: 5 })
    })
    expect(await ada.request('listing:view', view)).toEqual({
      ok: false,
      error: { code: 'CONFLICT', message: 'Somebody was faster.', retryAfterMs: 5 },
    })
  })

  it('leaves it to the wrapper whether a request succeeded', async () => {
    const { service, ada } = await start({ contract })
    service.on('listing:count', () => ({ ok: false, count: 2 }))
    expect(await ada.request('listing:count')).toEqual({ ok: true, count: 2 })
  })

  it('refuses names that are not in it', async () => {
    const { service } = await start({ contract })
    expect(() => service.on('listing:veiw' as 'listing:view', () => {})).toThrow(
      /"listing:veiw" is not among the requests of the contract/,
    )
    expect(() => service.on('toString' as 'listing:view', () => {})).toThrow(TypeError)
  })
})

describe('service.on without a contract', () => {
  it('refuses an event without a schema at once', async () => {
    const { service } = await start({})
    const options = {} as { schema: StandardSchema }
    expect(() => service.on('listing:view', options, () => {})).toThrow(/has no schema/)
  })
})

describe('emitting with a contract', () => {
  it("lets the protocol's own events pass, and logs names that are not in it", async () => {
    const { service, ada, error } = await start({
      contract: defineContract({ events: { 'listing:sold': z.string() } }),
    })
    const update = ada.next('data:update')
    service.emitToUser('ada', 'data:update', { type: 'property', payload: {} })
    expect(await update).toEqual({ type: 'property', payload: {} })
    expect(error).not.toHaveBeenCalled()
    for (const event of ['listing:slod', 'toString', 'connect']) {
      service.emitToUser('ada', event as 'listing:sold', 'l1')
    }
    expect(error).toHaveBeenCalledTimes(3)
  })
})

describe('defineContract', () => {
  it.each(['message:send', 'message:new', 'session:ended', 'disconnect', 'connect', 'error'])(
    'throws when a name is taken: %s',
    (event) => {
      const untyped = defineContract as (definition: object) => unknown
      expect(() => untyped({ requests: { [event]: { payload: z.string() } } })).toThrow(TypeError)
      expect(() => untyped({ events: { [event]: z.string() } })).toThrow(`"${event}" is taken`)
    },
  )
})
