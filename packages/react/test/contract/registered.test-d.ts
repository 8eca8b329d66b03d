/** Compiled as a project of its own, never run: what events are in an app with contracts. */
import type { Ack, MessageNew, RealtimeSocket } from '@monhub/realtime-react'
import { useEmit, useRequest, useSocketListener } from '@monhub/realtime-react'
import { expectTypeOf } from 'vitest'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { prices, type listings } from './contract'

declare module '@monhub/realtime-react' {
  interface Register {
    contract: typeof listings & typeof prices
  }
}

/** As it arrives: the output of the schema, a Date as its string. */
interface Sold {
  price: number
  at: string
  tags: string[]
}
type Viewers = Ack<{ count: number; since: string }>

export function useListeners(socket: RealtimeSocket) {
  useSocketListener('listing:sold', (data) => expectTypeOf(data).toEqualTypeOf<Sold>())
  useSocketListener('listing:sold', ({ price }) => expectTypeOf(price).toBeNumber(), [])
  socket.on('listing:sold', (data) => expectTypeOf(data).toEqualTypeOf<Sold>())
  socket.once('listing:sold', (data: { price: number }) => void data)
  socket.off('listing:sold')
  useSocketListener('price:changed', (price) => expectTypeOf(price).toBeNumber())
  // @ts-expect-error A name that the contract does not have.
  useSocketListener('listing:slod', () => {})
  // @ts-expect-error The same, where the caller gives the type.
  useSocketListener<Sold>('listing:slod', () => {})
  // @ts-expect-error A request is not an event.
  socket.on('listing:view', () => {})
  // @ts-expect-error A name that the contract does not have.
  socket.off('listing:slod')
  // @ts-expect-error A price is a number.
  useSocketListener('listing:sold', ({ price }: { price: string }) => void price)
}

export function useEventsOfTheProtocol(socket: RealtimeSocket) {
  // The reference's signature, and its listeners with types of the app.
  useSocketListener<{ message: { _id: string } }>('message:new', ({ message }) => void message._id)
  useSocketListener('message:new', (data) => expectTypeOf(data).toEqualTypeOf<MessageNew>())
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the reference
  socket.on('data:update', (data: { type: string; payload: any }) => void data)
  socket.on('disconnect', (reason) => expectTypeOf(reason).toBeString())
  socket.emit('typing:start', { senderId: 'ada', receiverId: 'bob' })
  // @ts-expect-error Typing is not addressed by a number.
  socket.emit('typing:start', { receiverId: 1 })
}

export function useRequests(socket: RealtimeSocket) {
  socket.emit('listing:view', { id: 'l1' })
  socket.emit('listing:view', { id: 'l1', page: 2 }, (answer) => {
    expectTypeOf(answer).toEqualTypeOf<Viewers>()
  })
  socket.timeout(5000).emit('listing:view', { id: 'l1' }, (error, answer) => {
    expectTypeOf(error).toEqualTypeOf<Error | null>()
    expectTypeOf(answer).toEqualTypeOf<Viewers>()
  })
  const asked = socket.emitWithAck('listing:view', { id: 'l1' })
  expectTypeOf(asked).toEqualTypeOf<Promise<Viewers>>()
  expectTypeOf(socket.timeout(5000).emitWithAck('listing:ping')).toEqualTypeOf<Promise<Ack>>()
  socket.emit('listing:ping')
  // @ts-expect-error The payload is missing.
  socket.emit('listing:view')
  // @ts-expect-error An id is a string.
  void socket.emitWithAck('listing:view', { id: 1 })
  // @ts-expect-error A name that the contract does not have.
  socket.emit('listing:veiw', { id: 'l1' })
  // @ts-expect-error An event is not a request.
  void socket.emitWithAck('listing:sold', { price: 1 })
}

export function useRequestHooks() {
  const view = useRequest('listing:view', { timeoutMs: 5000 })
  expectTypeOf(view).parameters.toEqualTypeOf<[payload: { id: string; page?: number }]>()
  expectTypeOf(view).returns.resolves.toEqualTypeOf<{ count: number; since: string }>()
  const ping = useEmit('listing:ping')
  expectTypeOf(ping()).toBeBoolean()
  // @ts-expect-error An id is a string.
  void view({ id: 1 })
  // @ts-expect-error A name that the contract does not have.
  useRequest('listing:veiw')
  // @ts-expect-error An event is not a request.
  useEmit('listing:sold')
}

export async function testKit() {
  const { service } = createTestRealtime({ service: { contract: prices } })
  service.emitToUser('ada', 'price:changed', 3)
  // @ts-expect-error A price is a number.
  service.emitToUser('ada', 'price:changed', 'three')
  // @ts-expect-error A name that this service's contract does not have.
  service.emitToUser('ada', 'price:chnaged', 3)
}
