import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'

export interface TestClientOptions extends Partial<ManagerOptions & SocketOptions> {
  /** Who the client says it is. */
  userId?: string
  /** The version of the wire: 1 is a plain Socket.IO client. @default 2 */
  version?: 1 | 2
}

export interface TestClient {
  socket: Socket
  /** Emits and resolves with the ack. */
  request: <Answer = { ok: boolean; [field: string]: unknown }>(
    event: string,
    payload?: unknown,
  ) => Promise<Answer>
  /** The next payload of an event, or the next that `accept` says yes to. */
  next: <Payload>(event: string, accept?: (payload: Payload) => boolean) => Promise<Payload>
  close: () => void
}

/**
 * An unmodified Socket.IO client, connected. A v1 client emits `user:connect` like the reference;
 * rejects with the `connect_error` when it is refused.
 */
export async function connectTestClient(
  url: string,
  { userId, version = 2, auth, ...options }: TestClientOptions = {},
): Promise<TestClient> {
  const rt = version === 2 ? { rt: { v: 2, userId } } : {}
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    auth: { ...(typeof auth === 'object' ? auth : {}), ...rt },
    ...options,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      socket.disconnect()
      reject(error)
    })
  })
  const client: TestClient = {
    socket,
    request: <Answer>(event: string, payload?: unknown) =>
      socket.timeout(5000).emitWithAck(event, payload) as Promise<Answer>,
    next: <Payload>(event: string, accept: (payload: Payload) => boolean = () => true) =>
      new Promise<Payload>((resolve) => {
        const listener = (payload: Payload) => {
          if (!accept(payload)) return
          socket.off(event, listener)
          resolve(payload)
        }
        socket.on(event, listener)
      }),
    close: () => socket.disconnect(),
  }
  if (version === 1 && userId !== undefined) await client.request('user:connect', userId)
  return client
}
