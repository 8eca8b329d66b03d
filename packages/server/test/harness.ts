import { onTestFinished } from 'vitest'
import {
  connectTestClient,
  startTestServer,
  type TestClientOptions,
  type TestServer,
} from '@monhub/realtime-server/testing'
import type { SocketServerOptions, SocketServiceOptions } from '@monhub/realtime-server'

/** A server that ends with the test. */
export async function start(
  options?: SocketServiceOptions,
  server?: SocketServerOptions,
): Promise<TestServer> {
  const started = await startTestServer(options, server)
  onTestFinished(() => started.close())
  return started
}

/** A client that ends with the test; without a user id it lets the server find out who it is. */
export async function join(
  { url }: TestServer,
  userId: string | undefined,
  options: TestClientOptions = {},
) {
  const client = await connectTestClient(url, {
    ...(userId !== undefined && { userId }),
    ...options,
  })
  onTestFinished(client.close)
  return client
}

/** Options of a server that believes the `token`, as `token-<userId>`. */
export const byToken: SocketServiceOptions = {
  authenticate: ({ auth }) => {
    const [, userId] = /^token-(.+)$/.exec(String(auth.token)) ?? []
    return userId === undefined ? null : { userId }
  },
}
