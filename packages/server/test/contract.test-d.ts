/** Compiled with the package, never run: each line is wrong if the types say otherwise. */
import type { Server } from 'socket.io'
import * as v from 'valibot'
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import {
  createHealthHandler,
  createSocketService,
  defineContract,
  type SocketServiceAPI,
} from '@monhub/realtime-server'
import { createMessageRouter } from '@monhub/realtime-server/express'

declare const io: Server

const contract = defineContract({
  requests: {
    'listing:view': {
      payload: z.object({ id: z.string(), page: z.number().default(1) }),
      result: z.object({ viewers: z.number(), at: z.date() }),
    },
    'listing:ping': { payload: v.optional(v.string()) },
  },
  events: { 'listing:sold': z.object({ price: z.coerce.number<string>() }) },
})
const service = createSocketService(io, { contract })

// The handler gets what the schema makes of it, and gives what the result's schema takes.
service.on('listing:view', (payload, { userId }) => {
  expectTypeOf(payload).toEqualTypeOf<{ id: string; page: number }>()
  expectTypeOf(userId).toBeString()
  return { viewers: 1, at: new Date() }
})
service.on('listing:view', { authorize: (_, { id }) => id !== '' }, async (payload) => ({
  viewers: payload.page,
  at: new Date(),
}))
service.on('listing:ping', (payload) => {
  expectTypeOf(payload).toEqualTypeOf<string | undefined>()
})
// @ts-expect-error The result lacks a field.
service.on('listing:view', () => ({ viewers: 1 }))
// @ts-expect-error The result is missing.
service.on('listing:view', () => {})
// @ts-expect-error A name that the contract does not have.
service.on('listing:veiw', () => {})
// @ts-expect-error An event is not a request.
service.on('listing:sold', () => {})

// The server gives a schema's input.
service.emitToUser('ada', 'listing:sold', { price: '1' })
service.emitToUsers(['ada'], 'listing:sold', { price: '1' })
service.emitToAll('listing:sold', { price: '1' })
service.emitToAll('data:update', { type: 'property' })
// @ts-expect-error The output of the schema is not its input.
service.emitToUser('ada', 'listing:sold', { price: 1 })
// @ts-expect-error A name that the contract does not have.
service.emitToUsers(['ada'], 'listing:slod', { price: '1' })
// @ts-expect-error A request is not an event.
service.emitToAll('listing:view', { id: '1' })
// @ts-expect-error The protocol's own events keep their types.
service.emitToAll('data:update', { payload: 1 })

// What takes a service takes one with a contract.
createHealthHandler(service)
createMessageRouter(service, { userId: () => undefined })
expectTypeOf(service).toEqualTypeOf<SocketServiceAPI<typeof contract>>()

// Without a contract everything is as loose as the reference.
const loose: SocketServiceAPI = createSocketService(io)
loose.emitToUser('ada', 'anything', 1)
loose.emitToAll('data:update', 1)
loose.on('anything', { schema: z.object({ id: z.string() }) }, ({ id }) => {
  expectTypeOf(id).toBeString()
  return { id }
})
// @ts-expect-error Without a contract an event needs a schema.
loose.on('anything', () => {})

defineContract({
  requests: {
    // @ts-expect-error The protocol has it.
    'message:send': { payload: z.string() },
    // @ts-expect-error So it hears of it.
    'typing:update': { payload: z.string() },
    // @ts-expect-error An ack has fields.
    'listing:name': { payload: z.string(), result: z.string() },
  },
  events: {
    // @ts-expect-error Socket.IO has it.
    disconnect: z.string(),
  },
})
