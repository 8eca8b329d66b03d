import type { Clock } from '../../src/presence/clock'

interface Timer {
  at: number
  run: () => void
  isMessage: boolean
}

/** Time that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** Runs what is due within `ms`, in order. */
  advance: (ms: number) => void
  /** Like `after`, for what comes over the network: after a stop it is read when the timers have run. */
  arrives: (ms: number, run: () => void) => void
  /** While stopped, time passes and nothing runs; afterwards what was due runs late. */
  stop: () => void
  resume: () => void
  isStopped: () => boolean
}

/** The clocks of several machines that share one time; each can be stopped by itself. */
export function createTimeline() {
  let now = 0
  const clocks: { timers: Set<Timer>; isStopped: boolean }[] = []

  const next = (until: number) => {
    let first: { timer: Timer; timers: Set<Timer> } | undefined
    for (const { timers, isStopped } of clocks) {
      if (isStopped) continue
      for (const timer of timers)
        if (timer.at <= until && (!first || timer.at < first.timer.at)) first = { timer, timers }
    }
    return first
  }

  const advance = (ms: number) => {
    const until = now + ms
    for (let due = next(until); due; due = next(until)) {
      now = Math.max(now, due.timer.at)
      due.timers.delete(due.timer)
      due.timer.run()
    }
    now = until
  }

  const clock = (): VirtualClock => {
    const own = { timers: new Set<Timer>(), isStopped: false }
    clocks.push(own)
    return {
      now: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run, isMessage: false }
        own.timers.add(timer)
        return () => own.timers.delete(timer)
      },
      arrives: (ms, run) => {
        own.timers.add({ at: now + ms, run, isMessage: true })
      },
      advance,
      stop: () => {
        own.isStopped = true
      },
      resume: () => {
        own.isStopped = false
        for (const timer of own.timers) if (timer.isMessage) timer.at = Math.max(timer.at, now + 1)
      },
      isStopped: () => own.isStopped,
    }
  }

  return { clock, advance, now: () => now }
}
