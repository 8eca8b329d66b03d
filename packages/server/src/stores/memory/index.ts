import type { RealtimeStore } from '../types'
import { createConversations } from './conversations'
import { createErasure } from './erasure'
import { createInbox } from './inbox'
import type { KeptMessage } from './keep'
import { createLastSeen } from './lastSeen'
import { createLog } from './log'
import { createMembers } from './members'
import { createReads } from './reads'
import { createVersions } from './versions'

/** Each bound is a count, at least 1. */
export interface MemoryStoreOptions {
  /**
   * Messages and changes; beyond it the oldest is dropped, and `seq` keeps counting.
   * @default 10_000
   */
  maxEntriesPerConversation?: number
  /**
   * Beyond it the least recently active conversation is dropped whole.
   * @default 10_000
   */
  maxConversations?: number
  /**
   * Beyond it the oldest notification is dropped.
   * @default 1_000
   */
  maxNotificationsPerUser?: number
  /**
   * Users whose inbox, data versions and last seen are kept; beyond it the least recently written is dropped.
   * @default 10_000
   */
  maxUsers?: number
}

/** Keeps everything in this process and loses it with it: for development, tests and one-off demos. */
export function memoryStore(options: MemoryStoreOptions = {}): RealtimeStore {
  const {
    maxEntriesPerConversation = 10_000,
    maxConversations = 10_000,
    maxNotificationsPerUser = 1_000,
    maxUsers = 10_000,
  } = options
  const messagesById = new Map<string, KeptMessage>()
  const conversations = createConversations(maxConversations, ({ messages }) => {
    for (const { _id } of messages) messagesById.delete(_id)
  })
  const log = createLog(conversations, messagesById, maxEntriesPerConversation)
  const reads = createReads(conversations)
  const inbox = createInbox({ maxPerUser: maxNotificationsPerUser, maxUsers })
  const versions = createVersions(maxUsers)
  const members = createMembers(conversations, log)
  const lastSeen = createLastSeen(maxUsers)
  const erasure = createErasure(conversations, messagesById, log)

  let isClosed = false
  const whileOpen = async <T>(work: () => T): Promise<T> => {
    if (isClosed) throw new Error('This memory store was closed')
    return work()
  }

  return {
    name: 'memory',
    ping: () => whileOpen(() => undefined),
    close: async () => {
      isClosed = true
    },
    append: (draft) => whileOpen(() => log.append(draft)),
    history: (query) => whileOpen(() => log.history(query)),
    entries: (query) => whileOpen(() => log.entries(query)),
    messages: (ids) => whileOpen(() => log.messages(ids)),
    markRead: (move) => whileOpen(() => reads.markRead(move)),
    cursors: (conversationId) => whileOpen(() => reads.cursors(conversationId)),
    unread: (query) => whileOpen(() => reads.unread(query)),
    conversations: (query) => whileOpen(() => reads.conversations(query)),
    addNotification: (draft) => whileOpen(() => inbox.add(draft)),
    notifications: (query) => whileOpen(() => inbox.page(query)),
    unreadNotifications: (query) => whileOpen(() => inbox.unread(query)),
    markNotifications: (move) => whileOpen(() => inbox.mark(move)),
    bumpVersion: (bump) => whileOpen(() => versions.bump(bump)),
    versions: (userId) => whileOpen(() => versions.versions(userId)),
    change: (draft) => whileOpen(() => log.change(draft)),
    members: (conversationId) => whileOpen(() => members.members(conversationId)),
    updateMembers: (change) => whileOpen(() => members.updateMembers(change)),
    setLastSeen: (seen) => whileOpen(() => lastSeen.set(seen)),
    lastSeen: (userIds) => whileOpen(() => lastSeen.get(userIds)),
    eraseUser: (step) =>
      whileOpen(() => {
        const result = erasure.erase(step)
        if (result.isDone) {
          for (const part of [inbox, versions, lastSeen, reads]) part.forget(step.userId)
        }
        return result
      }),
    prune: ({ before, limit }) =>
      whileOpen(() => {
        const entries = erasure.prune({ before, limit })
        const notifications = inbox.prune({ before, limit })
        const isDone = entries < limit && notifications < limit
        return { removed: entries + notifications, isDone }
      }),
  }
}
