import type { WireError } from '@monhub/realtime-protocol'
import type { LoadStatus } from './chatState'
import type { Client } from './client'
import { toRealtimeError, toWireError, type RealtimeError } from './errors'
import { createLoader } from './loader'
import { onMissed } from './missed'
import { createStore, type Store } from './store'

export interface Loading {
  status: LoadStatus
  error: WireError | undefined
}

/** What a `load` that succeeded sets. */
export const READY: Loading = { status: 'ready', error: undefined }

/** A state that is loaded when first subscribed to, and kept up to date while it is. */
export function createLoaded<State extends Loading>(
  client: Client,
  initial: State,
  load: () => Promise<void>,
  hears: { onActive?(isActive: boolean): void; onError?(error: RealtimeError): void } = {},
) {
  const store = createStore<State>({ ...initial, status: 'loading' }, (isActive) => {
    loader.setActive(isActive)
    hears.onActive?.(isActive)
  })
  // Whatever else a state holds, it takes these two.
  const shown = store as unknown as Store<Loading>
  const loader = createLoader(client, load, fail)
  onMissed(client, loader.reload)

  /** What was loaded is still there to be shown, unless nobody may see it any more. */
  function fail(error: RealtimeError) {
    hears.onError?.(error)
    shown.setState(({ status }) => ({
      status: status === 'ready' && error.code !== 'FORBIDDEN' ? status : 'error',
      error: toWireError(error),
    }))
  }

  /**
   * A `loadMore`: one page at a time, and a failure is shown as `error`. `cursor` gives nothing
   * where there is no further page.
   */
  function pager<Cursor>(
    cursor: () => Cursor | undefined,
    load: (cursor: Cursor) => Promise<void>,
  ) {
    let running: Promise<void> | undefined

    async function run(from: Cursor) {
      let error: WireError | undefined
      try {
        await load(from)
      } catch (cause) {
        error = toWireError(toRealtimeError(cause))
      }
      running = undefined
      shown.setState({ error })
    }

    return (): Promise<void> => {
      const from = cursor()
      if (!running && from !== undefined) running = run(from)
      return running ?? Promise.resolve()
    }
  }

  return { store, loader, fail, pager }
}
