/** The user seen last stands last. */
export function createLastSeen(maxUsers: number) {
  const seenAt = new Map<string, string>()
  return {
    set({ userId, at }: { userId: string; at: string }): void {
      const before = seenAt.get(userId)
      if (before !== undefined && before >= at) return
      seenAt.delete(userId)
      seenAt.set(userId, at)
      for (const oldest of seenAt.keys()) {
        if (seenAt.size <= maxUsers) break
        seenAt.delete(oldest)
      }
    },
    get: (userIds: readonly string[]) =>
      new Map(
        userIds.flatMap((userId) => {
          const at = seenAt.get(userId)
          return at === undefined ? [] : [[userId, at] as const]
        }),
      ),
    forget: (userId: string) => seenAt.delete(userId),
  }
}
