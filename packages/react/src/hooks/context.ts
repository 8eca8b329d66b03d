import type { Client } from '@monhub/realtime-react/core'
import { createContext, useContext, type Context } from 'react'

/**
 * The client, or without one `null` (signed out, loading) or what opens it before the provider does;
 * `undefined` outside the provider.
 */
export type Offer = Client | (() => void) | null
type RealtimeContext = Context<Offer | undefined>

// On globalThis, so that an ESM and a CommonJS copy of this package meet; one for each React of a
// page, since another one's is none to it.
export function realtimeContext(): RealtimeContext {
  const key = Symbol.for('@monhub/realtime-react/contexts')
  const scope = globalThis as { [key: symbol]: WeakMap<object, RealtimeContext> | undefined }
  const contexts = (scope[key] ??= new WeakMap<object, RealtimeContext>())
  const known = contexts.get(createContext) ?? createContext<Offer | undefined>(undefined)
  contexts.set(createContext, known)
  return known
}

/** @throws Error outside of `SocketProvider`, naming the hook. */
export function useOffer(hook: string): Offer {
  const offer = useContext(realtimeContext())
  if (offer === undefined) throw new Error(`${hook} must be used within SocketProvider`)
  return offer
}

/** The client, `null` without one; throws as `useOffer`. */
export function useClient(hook: string): Client | null {
  const offer = useOffer(hook)
  return typeof offer === 'function' ? null : offer
}
