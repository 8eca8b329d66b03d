import type { ChatMessage } from '@monhub/realtime-react'
import { dayLabel } from '../ui/times'
import { keyOf } from './keyOf'

/** Messages of one sender that follow each other closely. */
export interface MessageGroup {
  key: string
  senderId: string
  messages: ChatMessage[]
  /** The first message here is the first unread one. */
  startsUnread: boolean
}
export interface Day {
  label: string
  groups: MessageGroup[]
}

const GROUP_GAP_MS = 5 * 60 * 1000

/** Messages in days, and within a day in groups; the order stays as it is. */
export function timelineOf(messages: readonly ChatMessage[], firstUnread?: ChatMessage): Day[] {
  const days: Day[] = []
  for (const message of messages) {
    const label = dayLabel(message.createdAt)
    let day = days.at(-1)
    if (day?.label !== label) {
      day = { label, groups: [] }
      days.push(day)
    }
    const startsUnread = message === firstUnread
    const group = day.groups.at(-1)
    if (group && !startsUnread && belongsTo(group, message)) group.messages.push(message)
    else day.groups.push({ ...startOf(message), startsUnread })
  }
  return days
}

function belongsTo({ senderId, messages }: MessageGroup, message: ChatMessage): boolean {
  const last = messages.at(-1)
  if (!last || senderId !== message.senderId) return false
  return Date.parse(message.createdAt) - Date.parse(last.createdAt) < GROUP_GAP_MS
}

const startOf = (message: ChatMessage) => ({
  key: keyOf(message),
  senderId: message.senderId,
  messages: [message],
})
