/** How soon a node must know what happened on another when nothing is wrong, and after a SIGTERM. */
export const SOON_MS = 1000
/** After trouble is over. */
export const HEAL_MS = 5000
/** After another node was killed. */
export const KILL_MS = 9000
/** A silence this long may look like a death: 7 s without one of the 2 s heartbeats before it. */
export const SILENCE_MS = 4000
/** Two silences with less between them are one: no heartbeat need have come through. */
export const MERGE_MS = 3000
