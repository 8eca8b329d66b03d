import { onTestFinished, vi } from 'vitest'

/** Code of the client, as it stands in a stack: ours, and what it connects with. */
const OF_CLIENT = /packages\/react\/src\/|socket\.io-client|engine\.io-client/

/** What the client leaves on the page: listeners of window and document, and timers that still run. */
export function watchLeaks() {
  const left = new Map<unknown, string>()

  function note(key: unknown, what: string) {
    const lines = new Error().stack?.split('\n') ?? []
    const origin = lines.find((line) => OF_CLIENT.test(line))
    if (origin) left.set(key, `${what} ${origin.trim()}`)
  }

  for (const target of [window, document]) {
    const add = target.addEventListener.bind(target)
    const spy = vi.spyOn(target, 'addEventListener')
    spy.mockImplementation((type: string, listener: unknown, options?: unknown) => {
      const { signal } = (options ?? {}) as AddEventListenerOptions
      note(listener, type)
      signal?.addEventListener('abort', () => left.delete(listener))
      add(type, listener as EventListener, options as AddEventListenerOptions)
    })
    onTestFinished(() => spy.mockRestore())
  }

  for (const [set, clear] of [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
  ] as const) {
    const start = globalThis[set] as (run: () => void, ...rest: unknown[]) => unknown
    const stop = globalThis[clear] as (timer: unknown) => void
    vi.stubGlobal(set, (run: () => void, ...rest: unknown[]) => {
      const timer = start(
        () => {
          if (set === 'setTimeout') left.delete(timer)
          run()
        },
        ...rest,
      )
      note(timer, set)
      return timer
    })
    vi.stubGlobal(clear, (timer: unknown) => {
      left.delete(timer)
      stop(timer)
    })
  }
  onTestFinished(() => void vi.unstubAllGlobals())

  return { left: () => [...left.values()] }
}
