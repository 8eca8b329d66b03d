import type { Message, Metadata, Peer } from '@monhub/realtime-react'
import { createClient, type Client, type ClientConfig } from '@monhub/realtime-react/core'
import type { TestNetwork } from '@monhub/realtime-server/testing'

/** Somebody else, or another device of the same user: a real client without React. */
export interface TestPerson {
  readonly userId: string
  /** For everything else, such as `client.request('message:react', …)`; a new one once back online. */
  readonly client: Client
  /** Between the server and all devices of this user. */
  readonly network: TestNetwork
  /** Resolves with the message once the server has stored it. */
  send: (to: Peer, text: string, options?: { metadata?: Metadata }) => Promise<Message>
  /** Starts to type, or stops; the server ends it by itself after 6 s of silence. @default true */
  type: (to: Peer, isTyping?: boolean) => Promise<void>
  /** Reads everything there is in a conversation. */
  read: (from: Peer) => Promise<void>
  /** Signs out: counts at once, other than a lost connection, which is waited for. */
  goOffline: () => void
  comeOnline: () => void
}

export function createPerson(config: ClientConfig, network: TestNetwork): TestPerson {
  const { userId } = config
  let client = createClient(config)

  const connected = () =>
    new Promise<Client>((resolve) => {
      const now = client
      now.onConnect(() => resolve(now))
    })

  return {
    ...{ userId, network },
    get client() {
      return client
    },
    async send(to, text, options) {
      const { request } = await connected()
      const { message } = await request('message:send', { ...receiver(to), text, ...options })
      return message
    },
    async type(to, isTyping = true) {
      const { request } = await connected()
      await request(isTyping ? 'typing:start' : 'typing:stop', receiver(to))
    },
    async read(from) {
      const { request } = await connected()
      const of = typeof from === 'string' ? { peerId: from } : from
      const { conversationId, head } = await request('message:history', { ...of, limit: 1 })
      await request('message:read', { conversationId, upTo: head })
    },
    goOffline: () => client.close(),
    comeOnline() {
      client.close()
      client = createClient(config)
    },
  }
}

const receiver = (to: Peer) => (typeof to === 'string' ? { receiverId: to } : to)
