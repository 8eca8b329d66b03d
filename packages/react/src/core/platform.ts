import type { Logger } from './logger'
import type { OutboxStorage } from './outboxStorage'
import type { Clock } from './timer'
import { onWake } from './wake'

/**
 * What the core asks of the place it runs in. The default is a browser's page, and in a worker or
 * in Node one that is always visible and online; another, such as React Native, gives its own.
 */
export interface Platform {
  /** Whether nobody can see the app: a user is away once this is so on all their devices. */
  isHidden(): boolean
  /** Whether there is known to be no network. */
  isOffline(): boolean
  /**
   * Calls `onAwake` when there may be a network again, after a sleep too; `onVisibility` when
   * `isHidden` changed; `onOffline` when the network is gone. Gives the function that stops this.
   */
  onWake(onAwake: () => void, onVisibility: () => void, onOffline: () => void): () => void
  /** Timers and the time. @default the global ones */
  clock: Clock
  /** Where the unsent messages of a connection are kept. @default IndexedDB, or memory */
  outboxStorage?: (connection: string, logger: Logger, clock: Clock) => OutboxStorage
}

export const browserPlatform: Platform = {
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  isOffline: () => typeof navigator === 'object' && navigator.onLine === false,
  onWake,
  // Looked up at each call, so that timers replaced later, as tests do, are found.
  clock: {
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer as undefined),
  },
}
