import { useSyncExternalStore } from 'react'

export type Route =
  | { page: 'chat' }
  | { page: 'chat'; peerId: string }
  | { page: 'chat'; groupId: string }
  | { page: 'listings' }

/** Where the address says we are. Links are plain `<a href>`, so "back" and new tabs just work. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  if (hash === '#/listings') return { page: 'listings' }
  const [, kind, id] = /^#\/(chat|group)\/(.+)$/.exec(hash) ?? []
  if (!id) return { page: 'chat' }
  return kind === 'group'
    ? { page: 'chat', groupId: decodeURIComponent(id) }
    : { page: 'chat', peerId: decodeURIComponent(id) }
}

/** The `href` of a route. */
export function linkTo(route: Route): string {
  if (route.page === 'listings') return '#/listings'
  if ('groupId' in route) return `#/group/${encodeURIComponent(route.groupId)}`
  return 'peerId' in route ? `#/chat/${encodeURIComponent(route.peerId)}` : '#/'
}

function subscribe(onChange: () => void) {
  window.addEventListener('hashchange', onChange)
  return () => {
    window.removeEventListener('hashchange', onChange)
  }
}
