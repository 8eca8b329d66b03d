/**
 * Calls `listener` when the page may have a network again: back online, back from the
 * back/forward cache, or visible again. Does nothing where there is no window.
 */
export function onWake(listener: () => void): () => void {
  if (typeof window === 'undefined' || typeof window.addEventListener !== 'function') {
    return () => {}
  }
  // Held on to, because a test environment takes its globals away before the last timer has run.
  const page = document
  const removeListener = window.removeEventListener.bind(window)
  const onVisible = () => {
    if (page.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener)
  window.addEventListener('pageshow', listener)
  page.addEventListener('visibilitychange', onVisible)
  return () => {
    removeListener('online', listener)
    removeListener('pageshow', listener)
    page.removeEventListener('visibilitychange', onVisible)
  }
}
