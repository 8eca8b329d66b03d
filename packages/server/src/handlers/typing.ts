import type { TypingRequest } from '@monhub/realtime-protocol'
import { parsers } from '@monhub/realtime-protocol/parse'
import type { Typing } from '../features/typing'
import type { Handlers } from './handle'

export const createTypingHandlers = (
  typing: Typing,
): Pick<Handlers, 'typing:start' | 'typing:stop'> => ({
  'typing:start': {
    parse: parsers['typing:start'],
    actor: ({ senderId }) => senderId,
    run: async (payload, { userId, from }) => {
      await typing.start(userId, targetOf(payload), from)
      return {}
    },
  },
  'typing:stop': {
    parse: parsers['typing:stop'],
    actor: ({ senderId }) => senderId,
    run: async (payload, { userId, from }) => {
      await typing.stop(userId, targetOf(payload), from)
      return {}
    },
  },
})

const targetOf = ({ conversationId, receiverId }: TypingRequest) =>
  conversationId === undefined ? { peerId: receiverId ?? '' } : { conversationId }
