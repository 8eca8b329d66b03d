import type { Server } from 'socket.io'

/**
 * Connection state recovery puts a client back into its rooms and hands it what it missed before
 * `authenticate` is asked, or without asking it. Clients catch up by `message:sync` instead.
 *
 * @throws TypeError when the server was made with `connectionStateRecovery`.
 */
export function assertNoRecovery(server: Server): void {
  // Socket.IO reads it there too, but leaves it out of its types.
  const { opts } = server as unknown as { opts?: { connectionStateRecovery?: unknown } }
  if (!opts?.connectionStateRecovery) return
  throw new TypeError(
    'createSocketService does not work with `connectionStateRecovery`: whoever was signed out or banned would get what they missed before `authenticate` decides. Leave the option out; clients catch up by themselves.',
  )
}
