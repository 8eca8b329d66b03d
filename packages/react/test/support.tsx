import { createClient, type Client, type ClientOptions } from '@monhub/realtime-react/core'
import { SocketProvider, type SocketProviderProps } from '@monhub/realtime-react'
import { startTestServer, type TestServer } from '@monhub/realtime-server/testing'
import { cleanup, render } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { afterEach, onTestFinished, vi } from 'vitest'
import { startProxy, type Proxy } from './proxy'

afterEach(cleanup)

const quiet = () => {}
export const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet }

/** A real server, closed after the test. */
export async function serve(...args: Parameters<typeof startTestServer>): Promise<TestServer> {
  const server = await startTestServer(...args)
  onTestFinished(() => server.close())
  return server
}

/** A real server behind a network that can be cut: use `network.url`. */
export async function serveBehindNetwork(
  ...args: Parameters<typeof startTestServer>
): Promise<{ server: TestServer; network: Proxy }> {
  const server = await serve(...args)
  const network = await startProxy(server.port)
  onTestFinished(network.cut)
  return { server, network }
}

/** Somebody else, or another device: the core without React. */
export function person(
  { url }: Pick<TestServer, 'url'>,
  userId: string,
  config: { auth?: () => string; options?: ClientOptions } = {},
): Client {
  const client = createClient({ url, userId, logger: silent, ...config })
  onTestFinished(() => client.close())
  return client
}

export const connected = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    client.onConnect(resolve)
  })

/** The app under StrictMode; `rerender` takes the provider's props again. */
export function renderApp(ui: ReactNode, props: SocketProviderProps) {
  const app = (next: SocketProviderProps, children: ReactNode) => (
    <StrictMode>
      <SocketProvider logger={silent} {...next}>
        {children}
      </SocketProvider>
    </StrictMode>
  )
  const view = render(app(props, ui))
  return {
    ...view,
    rerender: (next: SocketProviderProps, children = ui) => view.rerender(app(next, children)),
  }
}

/** Makes a waiting attempt happen now, as a browser does when the network is back. */
export const comeOnline = () => window.dispatchEvent(new Event('online'))

/** Waits until `server` has this many connections. */
export const connections = (server: TestServer, count: number) =>
  vi.waitFor(() => {
    const found = server.io.of('/').sockets.size
    if (found !== count) throw new Error(`${found} connections, not ${count}`)
  }, 5000)
