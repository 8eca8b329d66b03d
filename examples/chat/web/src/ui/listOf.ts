const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** "Ann", "Ann and Bob", "Ann, Bob and 3 others" */
export function listOf(names: readonly string[], shown = names.length): string {
  const rest = names.length - shown
  if (rest <= 0) return conjunction.format(names)
  return conjunction.format([...names.slice(0, shown), rest === 1 ? '1 other' : `${rest} others`])
}
