import type { Message, Notification } from '@monhub/realtime-protocol'

/**
 * How a record is kept: what the app attached stays JSON text. So nothing handed out shares an
 * object with the store, and the app gets back exactly what a database would give it.
 */
export type KeptMessage = Omit<Message, 'metadata'> & { metadata?: string }
export type KeptNotification = Omit<Notification, 'data'> & { data?: string }

export const toJson = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value)

export function handOutMessage({ metadata, ...message }: KeptMessage): Message {
  return metadata === undefined ? message : { ...message, metadata: toObject(metadata) }
}

export function handOutNotification({ data, ...notification }: KeptNotification): Notification {
  return data === undefined ? notification : { ...notification, data: toObject(data) }
}

/** What {@link toJson} wrote. */
const toObject = (json: string) => JSON.parse(json) as Record<string, unknown>
