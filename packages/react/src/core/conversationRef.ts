import { directConversationId, peerOf } from '@monhub/realtime-protocol'

/** The other person's id, or a conversation by its own id. */
export type Peer = string | { conversationId: string }

export const conversationIdOf = (userId: string, peer: Peer): string =>
  typeof peer === 'string' ? directConversationId(userId, peer) : peer.conversationId

/** How a request names the conversation: the reference's `receiverId` where there is one. */
export const addressOf = (
  userId: string,
  conversationId: string,
): { receiverId: string } | { conversationId: string } => {
  const receiverId = peerOf(conversationId, userId)
  return receiverId === undefined ? { conversationId } : { receiverId }
}
