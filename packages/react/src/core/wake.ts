/**
 * Calls `listener` when the page may have a network again: back online, back from the
 * back/forward cache, or visible again; `onVisibility` whenever it was hidden or seen, `onOffline`
 * when the network is gone. Does nothing where there is no page.
 */
export function onWake(
  listener: () => void,
  onVisibility?: () => void,
  onOffline: () => void = () => {},
): () => void {
  // React Native, Deno and some edge runtimes have a window, and no document.
  if (typeof document === 'undefined' || !globalThis.window?.addEventListener) return () => {}
  // Held on to, because a test environment takes its globals away before the last timer has run.
  const page = document
  const listening = new AbortController()
  const options = { signal: listening.signal }
  const onChange = () => {
    onVisibility?.()
    if (page.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener, options)
  window.addEventListener('pageshow', listener, options)
  window.addEventListener('offline', onOffline, options)
  page.addEventListener('visibilitychange', onChange, options)
  return () => listening.abort()
}
