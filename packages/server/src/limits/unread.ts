import type { RealtimeSocket } from '../types'

type Connection = RealtimeSocket['conn']

/** What a connection was sent and has not read. */
export interface Unread {
  /** Of memory, about. */
  bytes: number
  packets: number
  /** What the kernel still has to take of the write under way: falls while the client reads. */
  underWay: number
}

/** What a packet costs beside its data. */
const PACKET_BYTES = 200

const NOTHING: Unread = { bytes: 0, packets: 0, underWay: 0 }

/** The WebSocket of `ws` behind a transport, as far as it is looked at. */
interface WebSocketLike {
  bufferedAmount?: number
  terminate?: () => void
  /** Private, and the only place that knows how far a large write has come. */
  _socket?: { _handle?: { writeQueueSize?: number } | null } | null
}

/** Also for a connection that began with HTTP long polling, whose request has another TCP socket. */
const webSocketOf = ({ transport }: Connection): WebSocketLike | undefined =>
  transport.name === 'websocket'
    ? (transport as unknown as { socket?: WebSocketLike }).socket
    : undefined

export function unreadOf(conn: Connection): Unread {
  const webSocket = webSocketOf(conn)
  // Documented for what arrives too late, and private in the types.
  const { writeBuffer } = conn as unknown as { writeBuffer: readonly { data?: unknown }[] }
  const packets = writeBuffer.length
  let bytes = (webSocket?.bufferedAmount ?? 0) + packets * PACKET_BYTES
  for (const { data } of writeBuffer) bytes += sizeOf(data)
  if (bytes === 0) return NOTHING
  return { bytes, packets, underWay: webSocket?._socket?._handle?.writeQueueSize ?? 0 }
}

const sizeOf = (data: unknown) =>
  typeof data === 'string' ? data.length : ArrayBuffer.isView(data) ? data.byteLength : 0

/**
 * Ends a connection without a word and at once: a close in good order waits for up to 30 s behind
 * what is not read, and keeps it in memory.
 */
export function destroyConnection(conn: Connection): void {
  const webSocket = webSocketOf(conn)
  if (webSocket?.terminate) webSocket.terminate()
  else conn.close(true)
}
