import type { StandardSchemaV1 } from '@standard-schema/spec'

/** The validation interface that zod, valibot and arktype share (standardschema.dev). */
export type StandardSchema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>

export type InputOf<Schema extends StandardSchema> = StandardSchemaV1.InferInput<Schema>
export type OutputOf<Schema extends StandardSchema> = StandardSchemaV1.InferOutput<Schema>

type Issues = readonly StandardSchemaV1.Issue[]

/** Either the schema's output, or what is wrong with the value. */
export type Checked<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: Issues }

/** Answers at once where the schema does, so that what is sent keeps its order. */
export const check = <Output>(
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): Checked<Output> | Promise<Checked<Output>> => schema['~standard'].validate(value)

/** Which field is wrong, such as `listing.price`; empty for the value as a whole. */
const pathOf = ([issue]: Issues): string =>
  (issue?.path ?? [])
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.')
    .slice(0, MAX_LENGTH)

/**
 * For the log, which leaves out what is quoted; so it has the path and no quotes, and not the
 * library's message, which may repeat the value.
 */
export function misfit(what: string, issues: Issues): TypeError {
  const path = pathOf(issues)
  return new TypeError(`${what} does not fit its schema${path && ` at ${path}`}`)
}

/** The first issue for who sent the value, such as `"price" must be a number`. */
export function sentenceOf(issues: Issues): string {
  const message = (issues[0]?.message ?? 'is not valid').slice(0, MAX_LENGTH)
  const path = pathOf(issues)
  // arktype says the path itself.
  if (path && message.startsWith(`${path} `)) return `"${path}"${message.slice(path.length)}`
  if (/^\p{Ll}/u.test(message)) return `${path ? `"${path}"` : 'the payload'} ${message}`
  return path ? `"${path}": ${message}` : message
}

/** Characters; libraries repeat values and keys, which are as long as the sender likes. */
const MAX_LENGTH = 200
