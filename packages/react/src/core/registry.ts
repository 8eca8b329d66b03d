import { createClient, type Client } from './client'
import type { ClientConfig } from './options'
import { createTimer, type Timer } from './timer'

/** A claim on a shared connection. */
export interface Lease {
  client: Client
  /**
   * Gives up the claim; the connection closes after `graceMs` if nobody claims it again.
   * @default 200
   */
  release(graceMs?: number): void
  /** Gives up the claim of a user who left: nothing of them stays once nobody else claims it. */
  signOut(): void
}

interface Entry {
  client: Client
  /** Configurations of those who claim it; the latest one's `auth` is asked. */
  claims: Set<ClientConfig>
  isSignOut: boolean
  timer: Timer
}

/** Long enough for StrictMode, hot reloading and a change of route to take the connection over. */
const GRACE_MS = 200

// On globalThis, so that an ESM and a CommonJS copy, or a reloaded module, share it.
function entries(): Map<string, Entry> {
  const key = Symbol.for('@monhub/realtime-react/connections')
  const scope = globalThis as { [key: symbol]: Map<string, Entry> | undefined }
  return (scope[key] ??= new Map<string, Entry>())
}

/** Two configurations with the same key share a connection. Options are compared by value. */
export const connectionKey = ({ url, userId, options }: ClientConfig): string =>
  JSON.stringify([url || null, userId, options ?? {}], (_, value: unknown) =>
    typeof value === 'function' ? undefined : value,
  )

/** The connection that was acquired under this key, if there is one. */
export const findClient = (key: string): Client | null => entries().get(key)?.client ?? null

let next: { promise: Promise<void>; resolve: () => void } | undefined

/** Resolves when a connection is acquired, for what cannot render before. */
export function nextClient(): Promise<void> {
  if (!next) {
    let resolve = () => {}
    next = { promise: new Promise<void>((done) => (resolve = done)), resolve }
  }
  return next.promise
}

/** Shares the connection of this url, identity and options, or opens it. */
export function acquireClient(config: ClientConfig): Lease {
  const key = connectionKey(config)
  const claim = { ...config }
  const entry = entries().get(key) ?? open(claim)
  entries().set(key, entry)
  entry.claims.add(claim)
  entry.isSignOut = false
  next?.resolve()
  next = undefined

  function close() {
    if (entry.claims.size > 0) return
    // One of an earlier release must not find the next connection under this key.
    entry.timer.clear()
    entries().delete(key)
    entry.client.close(entry.isSignOut)
  }

  function release(graceMs = GRACE_MS) {
    if (!entry.claims.delete(claim)) return
    if (graceMs > 0) entry.timer.set(graceMs, close)
    else close()
  }

  return {
    client: entry.client,
    release,
    signOut() {
      entry.isSignOut ||= entry.claims.has(claim)
      release(0)
    },
  }
}

function open(claim: ClientConfig): Entry {
  const claims = new Set([claim])
  let last: ClientConfig = claim
  const auth = () => (last = [...claims].at(-1) ?? last).auth?.()
  const client = createClient({ ...claim, auth })
  return { claims, client, isSignOut: false, timer: createTimer(client.platform.clock) }
}
