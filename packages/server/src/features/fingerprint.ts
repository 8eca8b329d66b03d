import { hash } from 'node:crypto'
import type { MessageBody } from '../options'

/**
 * Stands for what a client sent, so that a repetition is known from another message under the same
 * client id, even after the stored one was changed. 132 bits of SHA-256, blind to the order of keys.
 */
export function fingerprintOf({ text, metadata }: MessageBody): string {
  const body = metadata ? JSON.stringify([text, metadata], sortKeys) : text
  return hash('sha256', body, 'base64url').slice(0, 22)
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted)
}
