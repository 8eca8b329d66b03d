import type { Fields } from './database'
import { isObjectId } from './ids'

const ESCAPE = '\u0001'
// eslint-disable-next-line no-control-regex -- what the escape itself begins with
const NEEDS_ESCAPE = /^\u0001|\p{Surrogate}/u

/** BSON is UTF-8, where the driver would replace lone surrogates. */
export const toText = (value: string): string =>
  NEEDS_ESCAPE.test(value) ? ESCAPE + JSON.stringify(value) : value

export function text(row: Fields, field: string): string {
  const value = row[field]
  if (typeof value !== 'string') throw new TypeError(`The field ${field} holds no text`)
  return value.startsWith(ESCAPE) ? String(JSON.parse(value.slice(ESCAPE.length))) : value
}

export function id(row: Fields, field: string): string {
  const value = row[field]
  return isObjectId(value) ? value.toHexString() : text(row, field)
}

export function integer(row: Fields, field: string): number {
  const value = row[field]
  if (typeof value !== 'number') throw new TypeError(`The field ${field} holds no number`)
  return value
}

/** User ids; none where the field is missing. */
export function userIds(row: Fields, field: string): string[] {
  const value = row[field] ?? []
  if (!Array.isArray(value)) throw new TypeError(`The field ${field} holds no list`)
  return value.map(String)
}

/** A date in the database, for the app's own queries; what is no time in our form stays text. */
export function toTime(iso: string): Date | string {
  const date = new Date(iso)
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso ? date : iso
}

export function time(row: Fields, field: string): string {
  const value = row[field]
  return value instanceof Date ? value.toISOString() : text(row, field)
}

/** JSON text, so that keys such as `$where`, `a.b` and `__proto__` come back as they were. */
export const toJson = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value)

/** What {@link toJson} wrote; documents that the app wrote itself may hold the object. */
export function json(row: Fields, field: string): Fields {
  const value = row[field]
  return (typeof value === 'string' ? JSON.parse(value) : value) as Fields
}

export function toRow(found: unknown): Fields {
  if (typeof found !== 'object' || found === null)
    throw new TypeError('The driver gave no document')
  return { ...found }
}
