import { createServer } from 'node:http'
import {
  createSocketServer,
  createSocketService,
  type SocketServiceAPI,
} from '@monhub/realtime-server'
import type { Namespace } from 'socket.io'
import { Adapter } from 'socket.io-adapter'
import { logger } from '../shared/logger'
import { idOf } from './kinds'

/** Knows that there are other nodes, which is all that presence asks of an adapter. */
function silentAdapter(nsp: Namespace) {
  return Object.assign(new Adapter(nsp), { serverSideEmit: () => {} })
}

const PAGE = 5000

/** Users of another node, as it tells of them: the pages of its table, fresh from JSON. */
export function fillRemote(users: number): SocketServiceAPI {
  const io = createSocketServer(createServer())
  io.adapter(silentAdapter as unknown as typeof Adapter)
  const service = createSocketService(io, { logger, authenticate: () => null })
  const pages = Math.ceil(users / PAGE)
  for (let page = 0; page < pages; page++) {
    const ids = Array.from({ length: Math.min(PAGE, users - page * PAGE) }, (_, i) =>
      idOf(page * PAGE + i),
    )
    tell(io.of('/'), { v: 1, n: 'another', t: 's', s: 1, p: page, P: pages, u: ids, at: 0 })
  }
  return service
}

/** As an adapter hands over what came from another node. */
function tell(nsp: Namespace, message: object) {
  nsp._onServerSideEmit(['rt:p', JSON.parse(JSON.stringify(message))])
}
