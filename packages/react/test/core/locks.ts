import { onTestFinished, vi } from 'vitest'

/** Stands in for the browser's Web Locks: one holder of a name at a time, in the order asked. */
export function provideLocks() {
  const tails = new Map<string, Promise<void>>()
  const held = new Set<string>()
  let most = 0

  const request = (name: string, run: () => Promise<void>) => {
    const before = tails.get(name) ?? Promise.resolve()
    const turn = before.then(async () => {
      held.add(name)
      most = Math.max(most, held.size)
      await run()
      held.delete(name)
    })
    tails.set(name, turn)
    return turn
  }
  vi.stubGlobal('navigator', { locks: { request } })
  onTestFinished(() => void vi.unstubAllGlobals())
  return { /** Names held at this moment. */ held, most: () => most }
}
