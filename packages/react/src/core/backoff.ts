const BASE_MS = 1000
const CAP_MS = 30_000
const FLOOR_MS = 100

/**
 * Full jitter: uniform between 0 and min(30 s, 1 s · 2^attempt), but at least 100 ms, on top of
 * what the server asked for. (AWS Architecture Blog, "Exponential Backoff and Jitter", 2015: full
 * jitter spreads a crowd of clients better than a fixed or half-jittered step.)
 */
export const backoffMs = (attempt: number, retryAfterMs = 0, random = Math.random): number =>
  retryAfterMs + Math.max(FLOOR_MS, random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt))
