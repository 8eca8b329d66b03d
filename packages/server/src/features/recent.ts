/** Remembers the last so many ids. */
export function createRecent(max: number) {
  const ids = new Set<string>()
  return {
    has: (id: string) => ids.has(id),
    add(id: string): void {
      ids.add(id)
      for (const oldest of ids) {
        if (ids.size <= max) break
        ids.delete(oldest)
      }
    },
  }
}
