import createDebug from 'debug'
import { loggable, printable } from './loggable'

/** The part of pino (and most loggers) that is used: fields first, then a constant sentence. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  /** Whether lines of this level are kept, as pino says it; others are then not even made. */
  isLevelEnabled?(level: string): boolean
}

/** Warnings and errors on the console; everything else under `DEBUG=monhub:*`. */
export function defaultLogger(): Logger {
  const print = createDebug('monhub:server')
  const trace = (fields: object, message: string) => {
    if (print.enabled) print('%s %s', printable(message), describe(fields))
  }
  return {
    debug: trace,
    info: trace,
    warn: (fields, message) => console.warn(...line(fields, message)),
    error: (fields, message) => console.error(...line(fields, message)),
  }
}

/**
 * Passes on to a logger of the app only what may stand in a log: texts of at most 256 characters on
 * one line, errors without what hangs on them. What the logger throws stays here.
 */
export function safeLogger(logger: Logger): Logger {
  const pass =
    (level: 'debug' | 'info' | 'warn' | 'error'): Logger['debug'] =>
    (fields, message) => {
      try {
        if (logger.isLevelEnabled?.(level) === false) return
        logger[level](loggable(fields) as object, printable(message))
      } catch {
        // A log that fails must not fail what it tells of.
      }
    }
  return { debug: pass('debug'), info: pass('info'), warn: pass('warn'), error: pass('error') }
}

const line = (fields: object, message: string): string[] => {
  const text = `[monhub] ${printable(message)}`
  return Object.keys(fields).length > 0 ? [text, describe(fields)] : [text]
}

/** Fields on one line. */
function describe(fields: object): string {
  return printable(JSON.stringify(loggable(fields), (_, value: unknown) => inWords(value)))
}

function inWords(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const code = 'code' in value ? ` [${String(value.code)}]` : ''
  const cause = value.cause instanceof Error ? `; cause: ${String(inWords(value.cause))}` : ''
  return `${value.name}${code}: ${value.message}${cause}`
}
