import * as v from 'valibot'
import { LIMITS } from '../limits'

const LONE_SURROGATE = /\p{Surrogate}/u
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u
// eslint-disable-next-line no-control-regex -- tab and line feed stay
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu

/** Whether `text` has at most `max` code points, without counting further than needed. */
const fits = (text: string, max: number) =>
  text.length <= max || (text.length <= 2 * max && [...text].length <= max)

export const userId = v.pipe(
  v.string('must be a string'),
  v.check(
    (id) =>
      id.length > 0 &&
      fits(id, LIMITS.userIdLength) &&
      !/\s/u.test(id) &&
      !CONTROL.test(id) &&
      !LONE_SURROGATE.test(id),
    `must be a user id: 1 to ${LIMITS.userIdLength} code points without whitespace or control characters`,
  ),
)

export const conversationId = v.pipe(
  v.string('must be a string'),
  v.check(
    (id) =>
      id.length > 0 &&
      id.length <= LIMITS.conversationIdLength &&
      !CONTROL.test(id) &&
      !LONE_SURROGATE.test(id),
    `must be a conversation id: 1 to ${LIMITS.conversationIdLength} characters without control characters`,
  ),
)

/** Client, message and notification ids. */
export const id = v.pipe(
  v.string('must be a string'),
  v.regex(
    new RegExp(`^[\\w.:~-]{1,${LIMITS.idLength}}$`),
    `must be an id: 1 to ${LIMITS.idLength} of A-Z a-z 0-9 _ . : ~ -`,
  ),
)

export const ids = v.pipe(
  v.array(id, 'must be an array'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(LIMITS.idsPerEvent, `must have at most ${LIMITS.idsPerEvent} items`),
)

export const userIds = v.pipe(
  v.array(userId, 'must be an array'),
  v.maxLength(LIMITS.idsPerEvent, `must have at most ${LIMITS.idsPerEvent} items`),
)

/** ASCII without what is dropped: most text, and quicker to find out than what it is spared. */
const isPlain = (value: string) => /^[\n\t -~]*$/.test(value)

/** Text is kept as typed: NFC, control characters dropped, never HTML-escaped. */
const textOf = (max: number) =>
  v.pipe(
    v.string('must be a string'),
    v.check(
      (value) => isPlain(value) || !LONE_SURROGATE.test(value),
      'must be well-formed Unicode',
    ),
    v.transform((value) =>
      isPlain(value)
        ? value
        : value.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').normalize('NFC'),
    ),
    v.check((value) => value.trim() !== '', 'must not be empty'),
    v.check((value) => fits(value, max), `must have at most ${max} code points`),
  )

export const text = textOf(LIMITS.textLength)

const yesOrNo = v.boolean('must be true or false')

/** The fields of `presence:watch` that a handshake has too. */
export const watch = { all: v.optional(yesOrNo), add: v.optional(userIds) }

/** The fields of `presence:set`. */
export const presence = {
  status: v.optional(v.nullable(textOf(LIMITS.presenceStatusLength))),
  text: v.optional(v.nullable(textOf(LIMITS.presenceTextLength))),
  invisible: v.optional(yesOrNo),
  away: v.optional(yesOrNo),
}

export const reaction = v.pipe(
  v.string('must be a string'),
  v.transform((value) => value.normalize('NFC')),
  v.check(
    (value) =>
      value.length > 0 &&
      fits(value, LIMITS.reactionLength) &&
      !/\s/u.test(value) &&
      !CONTROL.test(value) &&
      !LONE_SURROGATE.test(value),
    `must be a reaction: 1 to ${LIMITS.reactionLength} code points without whitespace or control characters`,
  ),
)

export const seq = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must not be negative'),
)

export const limit = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.transform((value) => Math.min(value, LIMITS.pageMax)),
)

export const metadata = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)
