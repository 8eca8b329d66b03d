import { createTestRealtime } from '@monhub/realtime-react/testing'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { SWRConfig } from 'swr'
import { afterEach, beforeEach, onTestFinished, vi } from 'vitest'
import type { Person } from '../src/people/usePeople'
import { AccountContext } from '../src/session/useAccount'

export const alice: Person = { id: 'alice', name: 'Alice Martin', hue: 10 }
export const bob: Person = { id: 'bob', name: 'Bob Durand', hue: 200 }

/** The parts of the demo's HTTP server that components ask. */
const answers: Record<string, unknown> = { '/api/people': [alice, bob] }
const account = { me: alice, refresh: vi.fn(), signOut: vi.fn() }

/** What jsdom leaves out of a browser; the end of the log is in view, its beginning is not. */
export function completeBrowser() {
  beforeEach(() => {
    vi.stubGlobal('fetch', (path: string) => Promise.resolve(Response.json(answers[path])))
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    vi.stubGlobal('IntersectionObserver', function observer(tell: (entries: object[]) => void) {
      return {
        observe: ({ className }: Element) => tell([{ isIntersecting: className === 'log-bottom' }]),
        disconnect: () => {},
      }
    })
    Object.assign(Element.prototype, { scrollTo: () => {}, scrollIntoView: () => {} })
  })
  afterEach(() => {
    cleanup()
    sessionStorage.clear()
    vi.unstubAllGlobals()
  })
}

/** Alice's page with this on it, and everything behind it but HTTP. */
export function stage(ui: ReactNode) {
  const realtime = createTestRealtime()
  onTestFinished(realtime.close)
  const Alice = realtime.wrapper(alice.id)
  render(
    <SWRConfig value={{ provider: () => new Map() }}>
      <AccountContext value={account}>
        <Alice>{ui}</Alice>
      </AccountContext>
    </SWRConfig>,
  )
  return realtime
}
