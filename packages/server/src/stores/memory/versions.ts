import type { VersionStore } from '../types'

export function createVersions(maxUsers: number) {
  const forAll = new Map<string, number>()
  /** The user named last stands last. */
  const byUser = new Map<string, Map<string, number>>()
  let latest = 0

  function bump({ userIds, type }: Parameters<VersionStore['bumpVersion']>[0]): string {
    // Not below the clock, so that a new process does not give what an old one gave before.
    latest = Math.max(latest + 1, Date.now())
    if (userIds === 'all') forAll.set(type, latest)
    else for (const userId of userIds) setFor(userId, type)
    return toText(latest)
  }

  function setFor(userId: string, type: string) {
    const own = byUser.get(userId) ?? new Map<string, number>()
    own.set(type, latest)
    byUser.delete(userId)
    byUser.set(userId, own)
    for (const [oldest, versions] of byUser) {
      if (byUser.size <= maxUsers) break
      byUser.delete(oldest)
      // Whoever was forgotten must still refetch; that everybody else does once too is harmless.
      for (const [forgotten, version] of versions) raise(forAll, forgotten, version)
    }
  }

  function versions(userId: string): Map<string, string> {
    const newest = new Map(forAll)
    for (const [type, version] of byUser.get(userId) ?? []) raise(newest, type, version)
    return new Map([...newest].map(([type, version]) => [type, toText(version)]))
  }

  return { bump, versions, forget: (userId: string) => byUser.delete(userId) }
}

function raise(versions: Map<string, number>, type: string, version: number) {
  versions.set(type, Math.max(version, versions.get(type) ?? 0))
}

const toText = (version: number) => version.toString(36)
