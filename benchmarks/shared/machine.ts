import { availableParallelism, loadavg } from 'node:os'

/** Where and when something was measured, and how busy it was there. */
export interface Machine {
  cores: number
  node: string
  date: string
  loadAverageBefore: number
  loadAverageAfter: number
}

/** Looks at the machine now; what is returned looks again, when all was measured. */
export function watchMachine(): () => Machine {
  const before = {
    cores: availableParallelism(),
    node: process.versions.node,
    date: new Date().toISOString(),
    loadAverageBefore: load(),
  }
  return () => ({ ...before, loadAverageAfter: load() })
}

const load = () => Math.round((loadavg()[0] ?? 0) * 100) / 100
