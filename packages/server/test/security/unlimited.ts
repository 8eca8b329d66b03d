import type { SocketServiceOptions } from '@monhub/realtime-server'

/** Lets a suite send as fast as it can: what limits do is tested beside them. */
export const unlimited: SocketServiceOptions = { limits: false }
