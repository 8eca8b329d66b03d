export type SqliteValue = string | number | null

/** What a driver gives; it may add columns of its own, so only columns that are asked for are read. */
export type Row = Record<string, unknown>

const ESCAPE = '\u0001'
// eslint-disable-next-line no-control-regex -- NUL is what is looked for
const NEEDS_ESCAPE = /^\u0001|\u0000|\p{Surrogate}/u

/** Drivers cut text at NUL, replace lone surrogates, and abort the process on a boolean. */
export function toDriver(value: SqliteValue): SqliteValue {
  if (typeof value === 'string') {
    return NEEDS_ESCAPE.test(value) ? ESCAPE + JSON.stringify(value) : value
  }
  if (value === null || Number.isSafeInteger(value)) return value
  throw new TypeError(`Cannot store ${String(value)}: only text, whole numbers and null`)
}

export function toRow(raw: unknown): Row {
  if (typeof raw !== 'object' || raw === null) throw new TypeError('The driver gave no row')
  return { ...raw }
}

export function optionalText(row: Row, column: string): string | undefined {
  const value = row[column]
  return typeof value === 'string' ? fromDriver(value) : undefined
}

/** Text that {@link toDriver} made. */
export const fromDriver = (value: string): string =>
  value.startsWith(ESCAPE) ? String(JSON.parse(value.slice(ESCAPE.length))) : value

export function text(row: Row, column: string): string {
  const value = optionalText(row, column)
  if (value === undefined) throw new TypeError(`Column ${column} holds no text`)
  return value
}

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  throw new TypeError(`Column ${column} holds no number`)
}

export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column)
}

export const json = (value: object | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value)

/** What storing a value as JSON and reading it back gives. */
export const jsonCopy = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** An object that {@link json} wrote. */
export function object(row: Row, column: string): Record<string, unknown> | undefined {
  const value = optionalText(row, column)
  return value === undefined ? undefined : (JSON.parse(value) as Record<string, unknown>)
}
