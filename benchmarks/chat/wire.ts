export interface SendRequest {
  receiverId?: string
  conversationId?: string
  clientId: string
  text: string
}

export type Groups = Record<string, string[]>

/**
 * Tells what comes of a request, for servers that keep nothing: the same fields and bytes as from
 * ours, of which nothing is computed, so that they stay the cheapest that can be.
 */
export function createEcho() {
  let groups: Groups = {}
  let seq = 0
  return {
    setGroups: (all: Groups) => {
      groups = all
    },
    echo: (senderId: string, { receiverId, conversationId, clientId, text }: SendRequest) => {
      const message = {
        _id: '00000000-0000-4000-8000-000000000000',
        conversationId: conversationId ?? `dm:${senderId}:${receiverId ?? ''}`,
        seq: ++seq,
        clientId,
        senderId,
        receiverId,
        text,
        createdAt: '2026-01-01T00:00:00.000Z',
        isRead: false,
      }
      return {
        userIds: (conversationId === undefined ? undefined : groups[conversationId]) ?? [
          receiverId ?? '',
          senderId,
        ],
        news: { message, sender: { _id: senderId } },
        reply: { ok: true, message, duplicate: false },
      }
    },
  }
}
