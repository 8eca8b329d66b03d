/** Compiled with the package, never run: what events are without a contract. */
import type { MessageNew, RealtimeSocket } from '@monhub/realtime-react'
import {
  useChat,
  useConnection,
  useEmit,
  useRequest,
  useSocketListener,
  type UseChatResult,
} from '@monhub/realtime-react'
import { expectTypeOf } from 'vitest'

interface Message {
  _id: string
  text: string
}

export function useTypesWithoutContract(socket: RealtimeSocket) {
  // The reference's signature: the caller's word for any event.
  useSocketListener<{ message: Message }>('message:new', ({ message }) => {
    expectTypeOf(message).toEqualTypeOf<Message>()
  })
  useSocketListener<number>('price', (price) => expectTypeOf(price).toBeNumber(), [])
  useSocketListener('price', (price) => expectTypeOf(price).toBeUnknown())
  useSocketListener('message:new', (data) => expectTypeOf(data).toEqualTypeOf<MessageNew>())

  socket.on('message:new', (data) => expectTypeOf(data).toEqualTypeOf<MessageNew>())
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the reference
  socket.on('data:update', (data: { type: string; payload: any }) =>
    expectTypeOf(data.type).toBeString(),
  )
  socket.on('price', (price) => expectTypeOf(price).toBeUnknown())
  socket.on('price', (price: number) => expectTypeOf(price).toBeNumber())
  socket.on('connect_error', (error) => expectTypeOf(error).toEqualTypeOf<Error>())
  socket.off('price')

  socket.emit('anything', 1, 2, () => {})
  socket.emit('message:send', { receiverId: 'bob', text: 'hello' }, (answer) => {
    if (answer.ok) expectTypeOf(answer.message.text).toBeString()
    else expectTypeOf(answer.error.message).toBeString()
  })
  expectTypeOf(socket.emitWithAck('anything', 1)).toEqualTypeOf<Promise<unknown>>()
}

export function useTypesOfHooks() {
  const send = useRequest('message:send')
  expectTypeOf(send({ receiverId: 'bob', text: 'hello' })).resolves.toHaveProperty('message')
  expectTypeOf(useRequest('anything')({ id: 1 })).resolves.toBeUnknown()
  expectTypeOf(useEmit('cursor:move')({ x: 1 })).toBeBoolean()
  // @ts-expect-error A text is a string.
  void send({ receiverId: 'bob', text: 1 })

  expectTypeOf(useChat('bob', { select: ({ messages }) => messages.length })).toBeNumber()
  expectTypeOf<ReturnType<typeof useChat>>().toEqualTypeOf<UseChatResult>()
  expectTypeOf(useConnection(({ isLost }) => isLost)).toBeBoolean()
  expectTypeOf(useConnection().nextAttemptAt).toEqualTypeOf<number | undefined>()
}
