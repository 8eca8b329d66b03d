import type { Namespace, Server, Socket } from 'socket.io'
import type { ClientToServerEvents, ServerToClientEvents } from '@monhub/realtime-protocol'

/** What this package keeps in `socket.data`; your own handlers may read it. */
export interface SocketData {
  userId?: string
}

type NoEvents = Record<string, never>

export type RealtimeNamespace = Namespace<
  ClientToServerEvents,
  ServerToClientEvents,
  NoEvents,
  SocketData
>
export type RealtimeSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  NoEvents,
  SocketData
>

/* eslint-disable @typescript-eslint/no-explicit-any -- Socket.IO's classes are invariant in their
   event maps: only `any` accepts a server that the app has typed with events of its own. */
/** A Socket.IO server or one of its namespaces, whatever events the app has typed it with. */
export type SocketHost = Server<any, any, any, any> | Namespace<any, any, any, any>
/* eslint-enable @typescript-eslint/no-explicit-any */
