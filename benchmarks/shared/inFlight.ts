/** Runs `count` tasks, so many at a time, and gives the milliseconds it took. */
export async function inFlight(
  count: number,
  outstanding: number,
  task: (i: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const worker = async () => {
    while (next < count) await task(next++)
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: Math.min(outstanding, count) }, worker))
  return performance.now() - startedAt
}
