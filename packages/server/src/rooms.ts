import type { Conversation } from './conversations'

/*
 * Room names are built here from ids the server knows; no string of a client becomes a room.
 * The sharded Redis adapter takes a room of exactly 20 characters for a socket id, hence `named`.
 */
const named = (short: string, long: string, id: string) =>
  short.length + id.length === 20 ? long + id : short + id

/** Every connection of a user. */
export const userRoom = (userId: string) => named('rt:u:', 'rt:user:', userId)
/** Those connections of a user that speak v2. */
export const modernRoom = (userId: string) => named('rt:m:', 'rt:modern:', userId)
/** Connections that watch everybody's presence. */
export const WATCH_ALL = 'rt:watchers'
/** v1 connections, which get the list of everybody online. */
export const LEGACY = 'rt:legacy'
/** Connections of this node that are behind with reading: what is told anew later skips them. */
export const SLOW = 'rt:slow'

/** Everybody in a conversation; a v1 client would show a group's events in a direct chat. */
export const memberRooms = ({ isDirect, memberIds }: Conversation) =>
  memberIds.map(isDirect ? userRoom : modernRoom)
