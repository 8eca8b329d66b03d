import createDebug from 'debug'

/** The part of pino (and most loggers) that is used: fields first, then a constant sentence. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Warnings and errors on the console; everything else under `DEBUG=monhub:*`. */
export function defaultLogger(): Logger {
  const print = createDebug('monhub:server')
  return {
    debug: (fields, message) => print('%s %j', message, fields),
    info: (fields, message) => print('%s %j', message, fields),
    warn: (fields, message) => console.warn(`[monhub] ${message}`, describe(fields)),
    error: (fields, message) => console.error(`[monhub] ${message}`, describe(fields)),
  }
}

/** Fields on one line; JSON escapes the control characters that could forge a log line. */
function describe(fields: object): string {
  const plain = Object.entries(fields).map(([key, value]) => [
    key,
    value instanceof Error ? `${value.name}: ${value.message}` : (value as unknown),
  ])
  return JSON.stringify(Object.fromEntries(plain))
}
