import { parsers } from '@monhub/realtime-protocol/parse'
import type { Changes } from '../features/changes'
import type { Chat } from '../features/chat'
import type { Log } from '../features/log'
import type { Receipts } from '../features/receipts'
import type { Handlers } from './handle'

type MessageHandlers = Pick<
  Handlers,
  | 'message:send'
  | 'message:read'
  | 'message:edit'
  | 'message:delete'
  | 'message:react'
  | 'message:history'
  | 'message:sync'
  | 'conversation:list'
>

interface Features {
  chat: Chat
  receipts: Receipts
  changes: Changes
  log: Log
}

export const createMessageHandlers = ({
  chat,
  receipts,
  changes,
  log,
}: Features): MessageHandlers => ({
  'message:send': {
    parse: parsers['message:send'],
    actor: ({ senderId }) => senderId,
    run: (payload, { userId, from }) => chat.send(userId, payload, from),
  },
  'message:read': {
    parse: parsers['message:read'],
    actor: ({ readBy }) => readBy,
    run: (payload, { userId, from }) => receipts.markRead(userId, payload, from),
  },
  'message:edit': {
    parse: parsers['message:edit'],
    run: (payload, { userId }) => changes.edit(userId, payload, 'client'),
  },
  'message:delete': {
    parse: parsers['message:delete'],
    run: (payload, { userId }) => changes.remove(userId, payload, 'client'),
  },
  'message:react': {
    parse: parsers['message:react'],
    run: (payload, { userId }) => changes.react(userId, payload, 'client'),
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
