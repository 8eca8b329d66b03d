import { useEffect, useState } from 'react'

/** The time (ms since the epoch), renewed so often. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now)

  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])

  return nowMs
}
