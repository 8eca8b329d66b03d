import { useEffect, useState } from 'react'

/** Whole seconds until `at` (ms since the epoch), counting down; `undefined` without one. */
export function useCountdown(at: number | undefined): number | undefined {
  const [nowMs, setNowMs] = useState(Date.now)

  useEffect(() => {
    if (at === undefined) return
    const tick = () => setNowMs(Date.now())
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [at])

  return at === undefined ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1000))
}
