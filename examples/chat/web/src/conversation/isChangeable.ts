import type { ChatMessage } from '@monhub/realtime-react'

/** Whether it can be reacted to, edited or deleted: also while it waits, but not once refused. */
export const isChangeable = ({ delivery, deletedAt }: ChatMessage) =>
  delivery !== 'failed' && deletedAt === undefined
