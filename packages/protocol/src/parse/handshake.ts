import * as v from 'valibot'
import type { HandshakePresence, HandshakeWatch } from '../presence'
import { presence, seq, watch } from './fields'
import { object, parser, type Parser } from './parser'

/** Parses how a user appears, as a client or `authenticate` says it on connecting. */
export const parseHandshakePresence: Parser<HandshakePresence> = parser(
  object({ ...presence, setAgoMs: v.optional(seq) }),
)

/** Parses whom a client watches from the start. */
export const parseHandshakeWatch: Parser<HandshakeWatch> = parser(object(watch))
