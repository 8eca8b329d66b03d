import * as v from 'valibot'
import type { HandshakePresence } from '../presence'
import { presence, seq } from './fields'
import { object, parser, type Parser } from './parser'

/** Parses how a user appears, as a client or `authenticate` says it on connecting. */
export const parseHandshakePresence: Parser<HandshakePresence> = parser(
  object({ ...presence, setAgoMs: v.optional(seq) }),
)
