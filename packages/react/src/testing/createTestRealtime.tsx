import { SocketProvider, type Auth, type ClientOptions, type Logger } from '@monhub/realtime-react'
import {
  acquireClient,
  connectionKey,
  findClient,
  type ClientConfig,
} from '@monhub/realtime-react/core'
import {
  createMemoryServer,
  type Contract,
  type MemoryServer,
  type MemoryServerOptions,
  type TestNetwork,
} from '@monhub/realtime-server/testing'
import type { ComponentType, ReactNode } from 'react'
import { holdActWarnings } from './actEnvironment'
import { createPerson, type TestPerson } from './createPerson'

/** How somebody connects. */
export interface TestPersonOptions {
  /** Asked before every attempt to connect; needed where the service has `authenticate`. */
  auth?: Auth
  /** Of the request that begins a connection, such as `{ cookie: 'sid=1' }`. */
  headers?: Record<string, string>
  options?: Omit<ClientOptions, 'transports'>
  /** @default warnings and errors to the console */
  logger?: Logger
}

export interface TestRealtime<C extends Contract = Contract> extends Pick<
  MemoryServer<C>,
  'url' | 'io' | 'service' | 'network' | 'networkOf' | 'transports'
> {
  /**
   * A component that signs this user in for its children, or nobody for `null`: `wrapper` of Testing
   * Library's `render`, or an element around yours.
   */
  wrapper: (
    userId: string | null,
    options?: TestPersonOptions,
  ) => ComponentType<{ children?: ReactNode }>
  /** Somebody else, or another device of the same user; connects at once. */
  person: (userId: string, options?: TestPersonOptions) => TestPerson
  /** Ends every connection, and then the server; once. Leaves no timer of a client behind. */
  close: () => Promise<void>
}

/**
 * The real server and real clients in memory, without a port: what a component does in a test, it
 * does with everything but the network. React renders what comes in by itself, so wait for it with
 * `findBy` or `waitFor`; nothing has to be wrapped in `act`.
 *
 * @example
 * const realtime = createTestRealtime()
 * const bob = realtime.person('bob')
 * render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
 * await bob.send('alice', 'hello')
 * await screen.findByText('hello')
 */
export function createTestRealtime<C extends Contract = Contract>(
  options: MemoryServerOptions<C> = {},
): TestRealtime<C> {
  const actWarnings = holdActWarnings()
  const server = createMemoryServer(options)
  const people = new Set<TestPerson>()
  /** Of those that components connect with, by their key. */
  const shared = new Map<string, ClientConfig>()

  const configOf = (userId: string, { headers, options, ...rest }: TestPersonOptions) => ({
    ...{ ...rest, userId, url: server.url },
    options: { ...options, transports: server.transports(userId, headers) },
  })

  /** As a browser does whose network is back. */
  const hurry = () => {
    const ofComponents = [...shared.keys()].flatMap((key) => findClient(key) ?? [])
    const ofPeople = [...people].map(({ client }) => client)
    for (const { connection, reconnectNow } of [...ofComponents, ...ofPeople])
      if (connection.getState().nextAttemptAt !== undefined) reconnectNow()
  }

  const hurrying = (network: TestNetwork): TestNetwork => ({
    ...network,
    heal() {
      network.heal()
      hurry()
    },
  })

  const networkOf = (userId: string) => hurrying(server.networkOf(userId))

  function closeShared(key: string, config: ClientConfig) {
    const client = findClient(key)
    if (!client) return
    // What was unmounted lingers for a moment, unless somebody claims it and lets it go.
    acquireClient(config).release(0)
    client.close()
  }

  let closing: Promise<void> | undefined
  async function close() {
    for (const { client } of people) client.close()
    shared.forEach((config, key) => closeShared(key, config))
    await server.close()
    actWarnings.release()
  }

  return {
    ...{ url: server.url, io: server.io, service: server.service, networkOf },
    transports: server.transports,
    network: hurrying(server.network),
    wrapper(userId, options = {}) {
      // Testing Library sets it before the first test, when this may be there already.
      actWarnings.again()
      if (userId === null)
        return function SignedOut({ children }) {
          return <SocketProvider userId={null}>{children}</SocketProvider>
        }
      const config = configOf(userId, options)
      shared.set(connectionKey(config), config)
      return function SignedIn({ children }) {
        return <SocketProvider {...config}>{children}</SocketProvider>
      }
    },
    person(userId, options = {}) {
      const person = createPerson(configOf(userId, options), networkOf(userId))
      people.add(person)
      return person
    },
    close: () => (closing ??= close()),
  }
}
