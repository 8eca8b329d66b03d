import type { WireError } from '@monhub/realtime-protocol'
import { toRealtimeError, toWireError } from './errors'
import type { Store } from './store'

/**
 * The `loadMore` of a list: one page at a time, and a failure is shown as `error`. `next` starts to
 * load a page, or gives nothing where there is none.
 */
export function createLoadMore(
  store: Pick<Store<{ error: WireError | undefined }>, 'setState'>,
  next: () => Promise<void> | undefined,
): () => Promise<void> {
  let running: Promise<void> | undefined

  async function run(page: Promise<void>) {
    let error: WireError | undefined
    try {
      await page
    } catch (cause) {
      error = toWireError(toRealtimeError(cause))
    }
    running = undefined
    store.setState({ error })
  }

  return () => {
    const page = running ? undefined : next()
    if (page) running = run(page)
    return running ?? Promise.resolve()
  }
}
