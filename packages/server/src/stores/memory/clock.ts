let lastAt = 0
let lastText = ''

/** The time as text, made once a millisecond: with a thousand messages in one, it shows. */
export function now(): string {
  const at = Date.now()
  if (at !== lastAt) {
    lastAt = at
    lastText = new Date(at).toISOString()
  }
  return lastText
}
