import * as v from 'valibot'

/** The outcome of parsing a payload: the value with unknown keys stripped, or why not. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }
export type Parser<T> = (input: unknown) => Parsed<T>

export function parser<T>(schema: v.GenericSchema<unknown, T>): Parser<T> {
  return (input) => {
    const result = v.safeParse(schema, input, { abortEarly: true })
    if (result.success) return { ok: true, value: result.output }
    const issue = result.issues[0]
    const path = v.getDotPath(issue)
    if (!path) return { ok: false, message: issue.message }
    // Of a missing key the library says what the object around it must be.
    const what = issue.input === undefined ? 'is missing' : issue.message
    return { ok: false, message: `"${path}" ${what}` }
  }
}

export const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.object(entries, 'must be an object')

export const one = <Schema extends v.GenericSchema>(schema: Schema, keys: string[]) =>
  v.pipe(
    schema,
    v.check(
      (value) =>
        keys.filter((key) => (value as Record<string, unknown>)[key] !== undefined).length === 1,
      `needs exactly one of ${keys.map((key) => `"${key}"`).join(' and ')}`,
    ),
  )
