import type { Message, Notification, ReadCursor } from '@monhub/realtime-protocol'
import {
  integer,
  json,
  object,
  optionalInteger,
  optionalText,
  text,
  type Row,
  type SqliteValue,
} from './values'

export const MESSAGE_COLUMNS =
  '_id, conversationId, seq, clientId, senderId, receiverId, text, metadata, createdAt, isRead, ' +
  'readAt, editedAt, deletedAt, reactions, rev'

export function toMessage(row: Row): Message {
  const receiverId = optionalText(row, 'receiverId')
  const metadata = object(row, 'metadata')
  const editedAt = optionalText(row, 'editedAt')
  const deletedAt = optionalText(row, 'deletedAt')
  const reactions = object(row, 'reactions') as Message['reactions']
  const rev = optionalInteger(row, 'rev')
  return {
    _id: text(row, '_id'),
    conversationId: text(row, 'conversationId'),
    seq: integer(row, 'seq'),
    clientId: text(row, 'clientId'),
    senderId: text(row, 'senderId'),
    ...(receiverId !== undefined && { receiverId }),
    text: text(row, 'text'),
    ...(metadata && { metadata }),
    createdAt: text(row, 'createdAt'),
    ...readState(row),
    ...(editedAt !== undefined && { editedAt }),
    ...(deletedAt !== undefined && { deletedAt }),
    ...(reactions && { reactions }),
    ...(rev !== undefined && { rev }),
  }
}

export const NOTIFICATION_COLUMNS =
  '_id, userId, type, title, message, data, createdAt, isRead, readAt'

export function toNotification(row: Row): Notification {
  const data = object(row, 'data')
  return {
    _id: text(row, '_id'),
    userId: text(row, 'userId'),
    type: text(row, 'type'),
    title: text(row, 'title'),
    message: text(row, 'message'),
    ...(data && { data }),
    createdAt: text(row, 'createdAt'),
    ...readState(row),
  }
}

/** In the order of {@link NOTIFICATION_COLUMNS}. */
export const notificationValues = (notification: Notification): SqliteValue[] => [
  notification._id,
  notification.userId,
  notification.type,
  notification.title,
  notification.message,
  json(notification.data),
  notification.createdAt,
  notification.isRead ? 1 : 0,
  notification.readAt ?? null,
]

export const toCursor = (row: Row): ReadCursor => ({
  userId: text(row, 'userId'),
  upTo: integer(row, 'upTo'),
  readAt: text(row, 'readAt'),
})

function readState(row: Row): { isRead: boolean; readAt?: string } {
  const readAt = optionalText(row, 'readAt')
  return { isRead: integer(row, 'isRead') === 1, ...(readAt !== undefined && { readAt }) }
}
