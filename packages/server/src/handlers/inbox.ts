import { parsers } from '@monhub/realtime-protocol/parse'
import type { DataSync } from '../features/dataSync'
import type { Inbox } from '../features/inbox'
import type { Handlers } from './handle'

export const createInboxHandlers = (
  inbox: Inbox,
  dataSync: DataSync,
): Pick<Handlers, 'notification:list' | 'notification:read' | 'data:sync'> => ({
  'notification:list': {
    parse: parsers['notification:list'],
    run: (payload, { userId }) => inbox.list(userId, payload),
  },
  'notification:read': {
    parse: parsers['notification:read'],
    run: (payload, { userId, from }) => inbox.markRead(userId, payload, from),
  },
  'data:sync': {
    parse: parsers['data:sync'],
    run: (_, { userId }) => dataSync.versions(userId),
  },
})
