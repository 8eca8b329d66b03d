import { isRealtimeError } from './errors'

/** Longest text in a log line, in characters. */
const MAX_LENGTH = 256
const MAX_DEPTH = 4
const MAX_ITEMS = 20
const MAX_FRAMES = 10

/**
 * What of a value may stand in a log: texts are capped and cannot forge a line, and an error keeps
 * its name, code, message, frames and cause. What databases hang on theirs, such as the document
 * that could not be written, is left out.
 */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return printable(capped(value))
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '[object]'
  if (value instanceof Error) return loggableError(value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item) => loggable(item, depth + 1))
  const entries = Object.entries(value).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    entries.map(([key, item]) => [printable(capped(key)), loggable(item, depth + 1)]),
  )
}

/** A new error, for a logger that knows what to do with one. */
function loggableError(error: Error, depth: number): Error {
  const { name, message, frames, code, cause } = partsOf(error)
  const copy = new Error(printable(capped(message)))
  copy.name = printable(capped(name))
  copy.stack = [`${copy.name}: ${copy.message}`, ...frames].join('\n')
  if (code !== undefined) Object.assign(copy, { code: loggable(code) })
  if (cause !== undefined) copy.cause = loggable(cause, depth + 1)
  return copy
}

interface Parts {
  name: string
  message: string
  frames: string[]
  code?: string | number
  cause?: unknown
}

/** Errors of strangers may have getters that throw. */
function partsOf(error: Error): Parts {
  try {
    const { name, message, stack, cause } = error
    const code = 'code' in error ? error.code : undefined
    return {
      name,
      message: isRealtimeError(error) ? message : withoutQuoted(message),
      frames: framesOf(stack ?? '', message),
      ...((typeof code === 'string' || typeof code === 'number') && { code }),
      cause,
    }
  } catch {
    return { name: 'Error', message: 'unreadable', frames: [] }
  }
}

/** Parsers and databases quote the value that they choke on: a token, a text, a key. */
const withoutQuoted = (message: string) => message.replace(/"[^]*"|"[^]*/, '"…"')

/** Lines of the stack itself: the message before them may hold lines that look like some. */
function framesOf(stack: string, message: string): string[] {
  const start = stack.indexOf(message)
  if (start < 0) return []
  const frames = stack.slice(start + message.length).split('\n')
  return frames
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map(printable)
}

const capped = (text: string) => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text)

/** Control characters, of terminals too, line separators, and what turns the direction of text. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The text on one line, with what could move the cursor or start a new one written as `\uXXXX`. */
export const printable = (text: string): string =>
  text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
