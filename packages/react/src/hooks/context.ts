import type { Client } from '@monhub/realtime-react/core'
import { createContext, useContext, type Context } from 'react'

/** The client, `null` without one (signed out, loading, server), `undefined` outside the provider. */
type RealtimeContext = Context<Client | null | undefined>

// On globalThis, so that an ESM and a CommonJS copy of this package meet.
export function realtimeContext(): RealtimeContext {
  const key = Symbol.for('@monhub/realtime-react/context')
  const scope = globalThis as { [key: symbol]: RealtimeContext | undefined }
  return (scope[key] ??= createContext<Client | null | undefined>(undefined))
}

/** @throws Error outside of `SocketProvider`, naming the hook. */
export function useClient(hook: string): Client | null {
  const client = useContext(realtimeContext())
  if (client === undefined) throw new Error(`${hook} must be used within SocketProvider`)
  return client
}
