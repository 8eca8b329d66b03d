import type { Message } from '@monhub/realtime-protocol'
import { parseBody } from '@monhub/realtime-protocol/parse'
import type { Conversation } from '../conversations'
import { realtimeError } from '../errors'
import { assertSize } from '../handlers/size'
import type { MessageBody, OutgoingMessage, ResolvedOptions } from '../options'

export interface SendHooks {
  /** What is to be stored; rejects when the app refuses it. */
  before: (
    message: OutgoingMessage,
    conversation: Conversation,
    edits?: Message,
  ) => Promise<MessageBody>
  after: (message: Message, conversation: Conversation) => void
}

type Options = Pick<ResolvedOptions, 'beforeSend' | 'afterSend' | 'logger'>

/** The app's own say before a message is stored and after it is announced. */
export function createSendHooks(
  { beforeSend, afterSend, logger }: Options,
  isOnline: (userId: string) => boolean,
): SendHooks {
  return {
    before: async (message, conversation, edits) => {
      const { text, metadata } = message
      const answer = await beforeSend?.(message, { conversation, ...(edits && { edits }) })
      if (answer === false) {
        throw realtimeError('FORBIDDEN', 'This message is not allowed here.')
      }
      if (!answer) return { text, metadata }
      const parsed = parseBody(asJson({ text, metadata, ...answer }))
      if (!parsed.ok) throw new TypeError(`\`beforeSend\` gave a message whose ${parsed.message}`)
      assertSize(parsed.value)
      return parsed.value
    },
    after: (message, conversation) => {
      if (!afterSend) return
      const offlineUserIds = conversation.memberIds.filter(
        (userId) => userId !== message.senderId && !isOnline(userId),
      )
      // In a promise, so that neither a throw nor a slow answer reaches the sender.
      void Promise.resolve()
        .then(() => afterSend(message, { conversation, offlineUserIds }))
        .catch((error: unknown) => {
          logger.error({ error, messageId: message._id }, '`afterSend` threw')
        })
    },
  }
}

/** Dates and the like as the wire carries them. */
const asJson = (value: object): unknown => JSON.parse(JSON.stringify(value))
