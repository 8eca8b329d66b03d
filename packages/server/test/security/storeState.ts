import type { RealtimeStore } from '@monhub/realtime-server'

/** All that a store holds of these conversations and users, to be compared. */
export async function stateOf(
  store: RealtimeStore,
  of: { conversationIds: readonly string[]; userIds: readonly string[] },
) {
  const conversations = of.conversationIds.map(async (conversationId) => ({
    conversationId,
    log: await store.entries({ conversationId, after: 0, limit: 1000 }),
    messages: await store.history({ conversationId, limit: 1000 }),
    cursors: await store.cursors(conversationId),
    members: await store.members(conversationId),
  }))
  const users = of.userIds.map(async (userId) => ({
    userId,
    listed: await store.conversations({ userId, limit: 1000, unreadCap: 1000 }),
    notifications: await store.notifications({ userId, limit: 1000 }),
    versions: [...(await store.versions(userId))],
    lastSeen: [...(await store.lastSeen([userId]))],
  }))
  return structuredClone([await Promise.all(conversations), await Promise.all(users)])
}
