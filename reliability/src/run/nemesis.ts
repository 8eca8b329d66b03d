import type { ChaosProxy } from '../proxy/chaosProxy'
import type { ServerProcess } from '../server/serverProcess'
import { sleep } from '../sleep'
import type { Fault } from './faults'

/** One client as the nemesis sees it; who cannot be reloaded is left alone. */
export interface Victim {
  proxy: ChaosProxy
  reload?: () => void
}

export interface Nemesis {
  /** Resolves when what was broken works again: gives the faults that happened. */
  stop(): Promise<Fault[]>
}

/** Breaks things by the plan until it is stopped. */
export function startNemesis(
  faults: readonly Fault[],
  server: ServerProcess | undefined,
  victims: readonly Victim[],
): Nemesis {
  const startedAt = performance.now()
  const happened: Fault[] = []
  const running = new Set<Promise<void>>()
  let wake = () => {}
  let isStopped = false

  async function cause(fault: Fault) {
    const chosen = 'at' in fault ? fault.at.flatMap((at) => victims[at] ?? []) : []
    switch (fault.kind) {
      case 'kill':
        await server?.kill()
        await sleep(fault.downMs)
        await server?.start()
        break
      case 'stop':
        await server?.pause(fault.forMs)
        break
      case 'reset':
        for (const { proxy } of chosen) proxy.reset()
        break
      case 'reload':
        for (const { reload } of chosen) reload?.()
        break
      case 'weather':
        for (const { proxy } of chosen) proxy.setWeather(fault.weather)
        await sleep(fault.forMs)
        for (const { proxy } of chosen) proxy.heal()
    }
  }

  async function run() {
    for (const fault of faults) {
      const waitMs = fault.atMs - (performance.now() - startedAt)
      await Promise.race([sleep(waitMs), new Promise<void>((resolve) => (wake = resolve))])
      if (isStopped) return
      happened.push(fault)
      const task = cause(fault).finally(() => running.delete(task))
      running.add(task)
      // A server that did not come back is told by `stop`.
      task.catch(() => {})
    }
  }
  const ran = run()

  return {
    async stop() {
      isStopped = true
      wake()
      await ran
      const outcomes = await Promise.allSettled(running)
      for (const { proxy } of victims) proxy.heal()
      if (server && !server.isRunning()) await server.start()
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failed) throw failed.reason
      return happened
    },
  }
}
