import type { Message, Notification, ReadCursor } from '@monhub/realtime-protocol'
import type { Fields } from './database'
import { id, integer, json, text, time } from './values'

/** Entries of other kinds stand in the same log; what names no kind is a message. */
export const MESSAGES = { kind: null }

export const toMessage = (row: Fields): Message => ({
  _id: id(row, '_id'),
  conversationId: text(row, 'conversationId'),
  seq: integer(row, 'seq'),
  clientId: text(row, 'clientId'),
  senderId: id(row, 'senderId'),
  ...(has(row, 'receiverId') && { receiverId: id(row, 'receiverId') }),
  text: text(row, 'text'),
  ...(has(row, 'metadata') && { metadata: json(row, 'metadata') }),
  createdAt: time(row, 'createdAt'),
  ...readState(row),
  ...(has(row, 'editedAt') && { editedAt: time(row, 'editedAt') }),
  ...(has(row, 'deletedAt') && { deletedAt: time(row, 'deletedAt') }),
  ...(has(row, 'reactions') && { reactions: reactionsOf(row) }),
  ...(has(row, 'rev') && { rev: integer(row, 'rev') }),
})

const reactionsOf = (row: Fields) => json(row, 'reactions') as Record<string, string[]>

export const toNotification = (row: Fields): Notification => ({
  _id: id(row, '_id'),
  userId: text(row, 'userId'),
  type: text(row, 'type'),
  title: text(row, 'title'),
  message: text(row, 'message'),
  ...(has(row, 'data') && { data: json(row, 'data') }),
  createdAt: time(row, 'createdAt'),
  ...readState(row),
})

export const toCursor = (row: Fields): ReadCursor => ({
  userId: text(row, 'userId'),
  upTo: integer(row, 'upTo'),
  readAt: time(row, 'readAt'),
})

const readState = (row: Fields): { isRead: boolean; readAt?: string } => ({
  isRead: row.isRead === true,
  ...(has(row, 'readAt') && { readAt: time(row, 'readAt') }),
})

export const has = (row: Fields, field: string) => row[field] !== undefined && row[field] !== null
