import { LIMITS } from '@monhub/realtime-protocol'
import type { Conversation, Conversations, Target } from '../conversations'
import { memberRooms, SLOW } from '../rooms'
import type { RealtimeNamespace } from '../types'

export interface Typing {
  start: (userId: string, target: Target, from: Device) => Promise<void>
  stop: (userId: string, target: Target, from: Device) => Promise<void>
  /** Ends a user's typing in one conversation on every device, because their message is out. */
  sent: (conversation: Conversation, userId: string) => void
  /** Members of a conversation came or went: the latter neither type nor hear of it. */
  changed: (conversation: Conversation) => void
  /** Ends all typing of a connection that went away. */
  left: (socketId: string) => void
  close: () => void
}

interface Device {
  socketId: string
  version: 1 | 2
}

/** One user typing in one conversation, on one or more devices. */
interface Typist {
  /** As it is now. */
  conversation: Conversation
  userId: string
  /** Timer of each device; the last one to stop ends the typing. */
  devices: Map<string, NodeJS.Timeout>
}

/** Who types where, per device, each with an expiry that the server enforces. */
export function createTyping(nsp: RealtimeNamespace, conversations: Conversations): Typing {
  const typists = new Map<string, Typist>()
  const keyOf = (conversationId: string, userId: string) => `${conversationId} ${userId}`

  const announce = ({ conversation, userId }: Typist, isTyping: boolean) => {
    const memberIds = conversation.memberIds.filter((id) => id !== userId)
    if (memberIds.length === 0) return
    const audience = nsp.to(memberRooms({ ...conversation, memberIds }))
    // Whoever was told of a start before they fell behind is told of the end all the same.
    const listeners = isTyping ? audience.except(SLOW) : audience
    listeners.emit('typing:update', { userId, isTyping, conversationId: conversation.id })
  }

  const stopDevice = (key: string, socketId: string) => {
    const typist = typists.get(key)
    const timer = typist?.devices.get(socketId)
    if (!typist || !timer) return
    clearTimeout(timer)
    typist.devices.delete(socketId)
    if (typist.devices.size > 0) return
    typists.delete(key)
    announce(typist, false)
  }

  return {
    start: async (userId, target, { socketId, version }) => {
      const conversation = await conversations.open(userId, 'type', target)
      if (!nsp.sockets.has(socketId)) return
      const key = keyOf(conversation.id, userId)
      const typist = typists.get(key) ?? {
        conversation,
        userId,
        devices: new Map<string, NodeJS.Timeout>(),
      }
      typist.conversation = conversation
      typists.set(key, typist)
      clearTimeout(typist.devices.get(socketId))
      const expiryMs = version === 2 ? LIMITS.typingExpiryMs : LIMITS.typingExpiryV1Ms
      typist.devices.set(
        socketId,
        setTimeout(() => stopDevice(key, socketId), expiryMs),
      )
      announce(typist, true)
    },
    stop: async (userId, target, { socketId }) => {
      const conversation = await conversations.open(userId, 'type', target)
      stopDevice(keyOf(conversation.id, userId), socketId)
    },
    sent: ({ id }, userId) => {
      const key = keyOf(id, userId)
      for (const socketId of typists.get(key)?.devices.keys() ?? []) stopDevice(key, socketId)
    },
    changed: (conversation) => {
      for (const [key, typist] of typists) {
        if (typist.conversation.id !== conversation.id) continue
        typist.conversation = conversation
        if (conversation.memberIds.includes(typist.userId)) continue
        for (const socketId of typist.devices.keys()) stopDevice(key, socketId)
      }
    },
    left: (socketId) => {
      for (const key of typists.keys()) stopDevice(key, socketId)
    },
    close: () => {
      for (const { devices } of typists.values()) devices.forEach((timer) => clearTimeout(timer))
      typists.clear()
    },
  }
}
