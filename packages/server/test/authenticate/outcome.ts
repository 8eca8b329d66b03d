import type { Handshake } from '@monhub/realtime-server'

/** What the client is told: the code of its `connect_error`, or `connected`. */
export const codeOf = (connecting: Promise<unknown>) =>
  connecting.then(
    () => 'connected',
    (error: unknown) => (error as { data?: { code: string } }).data?.code,
  )

/** A handshake as `authenticate` gets it, with nothing but this. */
export const handshake = (parts: Partial<Handshake>) =>
  ({ auth: {}, headers: {}, query: {}, address: '127.0.0.1', ...parts }) as Handshake
