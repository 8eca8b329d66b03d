import type { Message } from '@monhub/realtime-react'
import type { Person } from './usePeople'

/** A message in one line, with its sender where the list does not say who that is. */
export function preview(message: Message, me: Person, sender?: Person): string {
  const text = message.deletedAt ? 'Message deleted' : message.text
  if (message.senderId === me.id) return `You: ${text}`
  return sender ? `${sender.name}: ${text}` : text
}
