import { SocketProvider, useChat, type SocketProviderProps } from '@monhub/realtime-react'
import { render } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { silent } from '../support'

const url = 'http://127.0.0.1:9'

function show(props: Partial<SocketProviderProps>) {
  const warn = vi.fn()
  const logger = { ...silent, warn }
  const app = (next: Partial<SocketProviderProps>) => (
    <SocketProvider url={url} userId="ana" logger={logger} {...next} />
  )
  const view = render(app(props))
  return { warn, again: (next: Partial<SocketProviderProps>) => view.rerender(app(next)) }
}
const sentences = (warn: ReturnType<typeof vi.fn>) => warn.mock.calls.map(([text]) => String(text))

afterEach(() => void vi.unstubAllEnvs())

describe('in development', () => {
  it('a url that changes gets a sentence with the fix', () => {
    const { warn, again } = show({})
    again({ url: 'http://127.0.0.1:10' })
    expect(sentences(warn)).toEqual([expect.stringContaining('give it once, from a constant')])
  })

  it('options that are others in every render get one, once', () => {
    const { warn, again } = show({ options: { query: { at: '0' } } })
    for (const at of ['1', '2', '3', '4']) again({ options: { query: { at } } })
    expect(sentences(warn)).toEqual([expect.stringContaining('keep what changes')])
  })

  it('a userId that is no string counts as signed out, and gets one', () => {
    const { warn } = show({ userId: undefined })
    expect(sentences(warn)).toEqual([expect.stringContaining('user?.id ?? null')])
  })

  it('a second copy of the package gets one', async () => {
    show({})
    vi.resetModules()
    const copy = await import('@monhub/realtime-react')
    const warn = vi.fn()
    render(<copy.SocketProvider userId={null} logger={{ ...silent, warn }} />)
    expect(sentences(warn)).toEqual([expect.stringContaining('npm ls @monhub/realtime-react')])
  })

  it('an auth that is written inline, another user and signing out are no misuse', () => {
    const { warn, again } = show({ auth: () => 'token' })
    warn.mockClear()
    again({ auth: () => 'token' })
    again({ userId: 'bob' })
    again({ userId: null })
    expect(sentences(warn)).toEqual([])
  })

  it('a hook outside of the provider throws its name and where it belongs', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const Lost = () => <>{useChat('bob').status}</>
    expect(() => render(<Lost />)).toThrow('useChat must be used within SocketProvider')
    vi.restoreAllMocks()
  })
})

describe('in production', () => {
  it('nothing is said', () => {
    vi.stubEnv('NODE_ENV', 'production')
    const { warn, again } = show({})
    again({ url: 'http://127.0.0.1:10' })
    again({ userId: 7 as never })
    expect(warn).not.toHaveBeenCalled()
  })
})
