/** The time since `startedAt` (of `performance.now()`), such as `3.2 s`. */
export const seconds = (/** @type {number} */ startedAt) =>
  `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
