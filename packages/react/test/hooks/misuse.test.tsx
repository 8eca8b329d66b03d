import { SocketProvider, useChat, type SocketProviderProps } from '@monhub/realtime-react'
import { render } from '@testing-library/react'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { serve, silent } from '../support'

const url = 'http://127.0.0.1:9'

function show(props: Partial<SocketProviderProps>) {
  const [warn, debug] = [vi.fn(), vi.fn()]
  const logger = { ...silent, warn, debug }
  const app = (next: Partial<SocketProviderProps>) => (
    <SocketProvider url={url} userId="ana" logger={logger} {...next} />
  )
  const view = render(app(props))
  const failures = () => debug.mock.calls.filter(([text]) => /connect_error/.test(String(text)))
  return { warn, failures, again: (next: Partial<SocketProviderProps>) => view.rerender(app(next)) }
}

/** Takes connections, and never says a word. */
async function listenOnly(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
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

  it('a server that refuses who is signed in gets one', async () => {
    const server = await serve({ authenticate: () => ({ userId: 'bob' }) })
    const { warn } = show({ url: server.url })
    await vi.waitFor(() =>
      expect(sentences(warn)).toEqual([
        expect.stringMatching(/does not let "ana" in \(IDENTITY_MISMATCH\).*SocketProvider/),
      ]),
    )
  })

  it('a server that is not there gets one, however often it is tried', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { warn, failures } = show({})
    await vi.waitFor(() => expect(failures().length).toBeGreaterThan(1), 5000)
    expect(sentences(warn)).toEqual([expect.stringContaining('not app.listen')])
  })

  it('an attempt that hangs gets one after 5 s, and none once it was up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const hanging = await listenOnly()
    const { warn } = show({ url: hanging })
    await vi.advanceTimersByTimeAsync(4999)
    expect(sentences(warn)).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(sentences(warn)).toEqual([expect.stringContaining('ws: true')])
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
