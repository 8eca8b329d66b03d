/** The first item of each id. */
export function distinct<T>(items: readonly T[], idOf: (item: T) => string): T[] {
  const firsts = new Map<string, T>()
  for (const item of items) if (!firsts.has(idOf(item))) firsts.set(idOf(item), item)
  return [...firsts.values()]
}
