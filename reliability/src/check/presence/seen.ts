import type { Life, PresenceViolation } from './record'

/** Who a node showed at a moment, by what it told; ask in ascending order of time. */
export function replay(life: Life, userId: string): (at: number) => boolean {
  const changes = life.changes.filter((one) => one.userId === userId)
  let next = 0
  let isOnline = false
  return (at) => {
    for (let one = changes[next]; one && one.at <= at; one = changes[++next]) {
      isOnline = one.isOnline
    }
    return isOnline
  }
}

/** Nobody leaves who has not come, and what a node answers is the sum of what it told. */
export function contradictions(life: Life): PresenceViolation[] {
  const found: PresenceViolation[] = []
  const online = new Set<string>()
  let told = 0
  const tell = (until: number) => {
    for (; told < until; told++) {
      const change = life.changes[told]
      if (!change) return
      const { userId, isOnline, at } = change
      if (isOnline) online.add(userId)
      else if (!online.delete(userId)) {
        const detail = `${life.id} said that ${userId} left, who had not come`
        found.push({ kind: 'left twice', lifeId: life.id, userId, at, detail })
      }
    }
  }
  for (const { at, online: answered, after } of life.lists) {
    tell(after)
    const list = new Set(answered)
    const wrong = [
      ...answered.filter((userId) => !online.has(userId)),
      ...[...online].filter((userId) => !list.has(userId)),
    ]
    for (const userId of wrong) {
      const what = list.has(userId) ? 'answered' : 'told, and did not answer,'
      const detail = `${life.id} ${what} that ${userId} is online`
      found.push({ kind: 'list', lifeId: life.id, userId, at, detail })
    }
  }
  tell(life.changes.length)
  return found
}
