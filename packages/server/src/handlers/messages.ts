import { parsers } from '@monhub/realtime-protocol/parse'
import type { Chat } from '../features/chat'
import type { Log } from '../features/log'
import type { Handlers } from './handle'

type MessageHandlers = Pick<
  Handlers,
  'message:send' | 'message:read' | 'message:history' | 'message:sync' | 'conversation:list'
>

export const createMessageHandlers = (chat: Chat, log: Log): MessageHandlers => ({
  'message:send': {
    parse: parsers['message:send'],
    actor: ({ senderId }) => senderId,
    run: (payload, { userId, from }) => chat.send(userId, payload, from),
  },
  'message:read': {
    parse: parsers['message:read'],
    actor: ({ readBy }) => readBy,
    run: (payload, { userId, from }) => chat.markRead(userId, payload, from),
  },
  'message:history': {
    parse: parsers['message:history'],
    run: (payload, { userId }) => log.history(userId, payload),
  },
  'message:sync': {
    parse: parsers['message:sync'],
    run: (payload, { userId }) => log.sync(userId, payload),
  },
  'conversation:list': {
    parse: parsers['conversation:list'],
    run: (payload, { userId }) => log.list(userId, payload),
  },
})
