export type Listener = (...args: never[]) => void

/**
 * `kept`: removed only by the function that `on` gave. `removable`: also by `off`, which is for
 * callers who hold no more than the event's name or the listener. `once`: removable, and once.
 */
export type ListenerKind = 'kept' | 'removable' | 'once'

export interface Listeners {
  on(event: string, listener: Listener, kind?: ListenerKind): () => void
  /** Removes one registration of `listener`, or without one all of the event; never kept ones. */
  off(event: string, listener?: Listener): void
  onAny(listener: Listener): void
  offAny(listener?: Listener): void
  /** Calls everybody; one that throws never stops the others. */
  emit(event: string, ...args: unknown[]): void
  /** Says whether the event has listeners, now and whenever that changes. */
  watch(event: string, watcher: (hasListeners: boolean) => void): void
}

interface Registration {
  listener: Listener
  kind: ListenerKind
}

export function createListeners(onThrow: (event: string, error: unknown) => void): Listeners {
  const registrations = new Map<string, readonly Registration[]>()
  const watchers = new Map<string, (hasListeners: boolean) => void>()
  let any: readonly Listener[] = []

  const of = (event: string) => registrations.get(event) ?? []

  function set(event: string, next: readonly Registration[]) {
    const had = registrations.has(event)
    if (next.length > 0) registrations.set(event, next)
    else registrations.delete(event)
    if (had !== next.length > 0) watchers.get(event)?.(!had)
  }

  const remove = (event: string, gone: Registration | undefined) =>
    set(
      event,
      of(event).filter((item) => item !== gone),
    )

  function call(event: string, listener: Listener, args: unknown[]) {
    try {
      ;(listener as (...args: unknown[]) => void)(...args)
    } catch (error) {
      onThrow(event, error)
    }
  }

  return {
    on(event, listener, kind = 'kept') {
      const registration = { listener, kind }
      set(event, [...of(event), registration])
      return () => remove(event, registration)
    },
    off(event, listener) {
      const isMeant = (item: Registration) =>
        item.kind !== 'kept' && (!listener || item.listener === listener)
      if (listener) remove(event, of(event).find(isMeant))
      else
        set(
          event,
          of(event).filter((item) => !isMeant(item)),
        )
    },
    onAny(listener) {
      any = [...any, listener]
    },
    offAny(listener) {
      const index = listener ? any.indexOf(listener) : -1
      any = listener ? any.filter((_, at) => at !== index) : []
    },
    emit(event, ...args) {
      for (const listener of any) call(event, listener, [event, ...args])
      for (const registration of of(event)) {
        if (registration.kind === 'once') remove(event, registration)
        call(event, registration.listener, args)
      }
    },
    watch(event, watcher) {
      watchers.set(event, watcher)
      watcher(registrations.has(event))
    },
  }
}
