import { io } from 'socket.io-client'
import type { Message } from '@monhub/realtime-server'
import type { Send } from '../check/history'
import { sleep } from '../sleep'
import { tokenFor } from '../token'
import type { Recorder } from './recorder'

/** A client without the library: repeats what was not acknowledged, under the same client id. */
export interface PlainSender {
  readonly name: string
  /** Sends that are not over. */
  openSends(): number
  send(conversationId: string, text: string): void
  /** How often it was told that a message had been stored before: its acknowledgement was lost. */
  duplicates(): number
  close(): void
}

interface PlainSenderOptions {
  name: string
  userId: string
  url: string
  recorder: Recorder
}

type Answer =
  { ok: true; message: Message; duplicate: boolean } | { ok: false; error: { code: string } }

const ACK_TIMEOUT_MS = 2500
const REPEAT_MS = 100
const PERMANENT = new Set(['FORBIDDEN', 'CONFLICT', 'BAD_PAYLOAD'])

export function createPlainSender(options: PlainSenderOptions): PlainSender {
  const { name, userId, url, recorder } = options
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    timeout: 3000,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1000,
    auth: { userId, token: tokenFor(userId), rt: { v: 2, userId } },
  })
  const sends: Send[] = []
  let duplicates = 0
  let isClosed = false

  const connected = () =>
    socket.connected
      ? Promise.resolve()
      : new Promise<void>((resolve) => socket.once('connect', resolve))

  async function attempt(send: Send) {
    const { conversationId, text, clientId } = send
    await connected()
    const answer = (await socket
      .timeout(ACK_TIMEOUT_MS)
      .emitWithAck('message:send', { conversationId, text, clientId })) as Answer
    if (answer.ok) {
      if (answer.duplicate) duplicates++
      recorder.acked(send, answer.message)
    } else if (PERMANENT.has(answer.error.code)) recorder.refused(send, answer.error.code)
    else throw new Error(answer.error.code)
  }

  return {
    name,
    openSends: () => sends.filter(({ outcome }) => outcome === 'open').length,
    send(conversationId, text) {
      const clientId = `key-${text}`
      const send = recorder.send({ conversationId, senderId: userId, text, clientId })
      sends.push(send)
      void (async () => {
        while (send.outcome === 'open' && !isClosed) {
          // Not answered in time, or cut off: again.
          await attempt(send).catch(() => sleep(REPEAT_MS))
        }
      })()
    },
    duplicates: () => duplicates,
    close() {
      isClosed = true
      socket.disconnect()
    },
  }
}
