import { useSyncExternalStore } from 'react'

export type Route = { page: 'chat'; peerId?: string } | { page: 'listings' }

/** Where the address says we are. Links are plain `<a href>`, so "back" and new tabs just work. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  if (hash === '#/listings') return { page: 'listings' }
  const [, peerId] = /^#\/chat\/(.+)$/.exec(hash) ?? []
  return { page: 'chat', peerId: peerId && decodeURIComponent(peerId) }
}

/** The `href` of a route. */
export function linkTo(route: Route): string {
  if (route.page === 'listings') return '#/listings'
  return route.peerId ? `#/chat/${encodeURIComponent(route.peerId)}` : '#/'
}

function subscribe(onChange: () => void) {
  window.addEventListener('hashchange', onChange)
  return () => {
    window.removeEventListener('hashchange', onChange)
  }
}
