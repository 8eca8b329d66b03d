import type { Parsed, Parser } from '@monhub/realtime-protocol/parse'
import { realtimeError } from './errors'
import { assertSize } from './handlers/size'

export function isoOf(time: Date): string {
  // What is no Date comes from code without types.
  if ((time as unknown) instanceof Date && !Number.isNaN(time.getTime())) return time.toISOString()
  throw realtimeError('BAD_PAYLOAD', 'The argument "before" must be a valid Date.')
}

/** As it will be on the wire: an ObjectId or a Date of the app becomes its string. */
export function valid<T>(parse: Parser<T>, input: unknown): T {
  const parsed: Parsed<T> = parse(toJson(input))
  if (parsed.ok) return parsed.value
  throw realtimeError('BAD_PAYLOAD', `The argument ${parsed.message}.`)
}

/** Also within the size that clients keep to, for what is pushed to them. */
export function sendable<T>(parse: Parser<T>, input: unknown): T {
  const value = valid(parse, input)
  assertSize(value)
  return value
}

function toJson(input: unknown): unknown {
  try {
    const json = JSON.stringify(input) as string | undefined
    return json === undefined ? undefined : (JSON.parse(json) as unknown)
  } catch (cause) {
    throw realtimeError('BAD_PAYLOAD', 'The argument cannot be written as JSON.', { cause })
  }
}
