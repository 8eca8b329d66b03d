import type { ChatMessage } from '@monhub/realtime-react'

/** Stays the same when the message is stored and gets its `_id`. */
export const keyOf = ({ senderId, clientId }: ChatMessage) => `${senderId} ${clientId}`
