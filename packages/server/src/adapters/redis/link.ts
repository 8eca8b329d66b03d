/** One connection of ours to Redis, whichever library speaks. It reconnects until it is closed. */
export interface Link {
  /** What the official adapters are given. */
  client: object
  isReady: () => boolean
  /** Settles with the first connection; never rejects. */
  connected: Promise<void>
  ping: () => Promise<unknown>
  /** Gives up a connection that does not answer, and connects anew with the same subscriptions. */
  restart: () => void
  /** Sends what is under way, for a second at most, and ends the connection. */
  close: () => Promise<void>
}

export interface LinkEvents {
  onReady: () => void
  onError: (error: unknown) => void
}

/** A publisher refuses at once while it is not connected; a subscriber waits. */
export type Role = 'publisher' | 'subscriber'

/** The way to make links like a client. */
export type OpenLink = (role: Role, events: LinkEvents) => Link

/** A node that comes back later than the others holds up what they say: a disconnect has one second. */
const SLOWEST_RETRY_MS = 500

/** Never gives up, whatever the strategy of the app: what gave up cannot be told from what waits. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(50 * 2 ** Math.min(attempts, 4), SLOWEST_RETRY_MS) * (0.5 + Math.random() / 2)

const FAREWELL_MS = 1000

/** Waits for a client's goodbye for as long as it is reasonable. */
export async function farewell(goodbye: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, FAREWELL_MS)))
  await Promise.race([goodbye.catch(() => {}), patience])
  clearTimeout(timer)
}
