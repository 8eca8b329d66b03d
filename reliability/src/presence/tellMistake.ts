import type { PresenceRecord, PresenceViolation } from '../check/presence/record'

const BEFORE_MS = 15_000
const AFTER_MS = 3000

/** A violation with what the user did around it, and what the node said. */
export function tellMistake(violation: PresenceViolation, record: PresenceRecord): string {
  const { kind, at, detail, userId, lifeId } = violation
  const start = Math.min(...record.lives.map((life) => life.startedAt))
  const time = (ms: number | undefined) =>
    ms === undefined ? '…' : ((ms - start) / 1000).toFixed(2)
  const isNear = (from: number, to = Infinity) => from < at + AFTER_MS && to > at - BEFORE_MS

  const connections = record.connections
    .filter((one) => one.userId === userId && isNear(one.beganAt, one.end?.at))
    .map(({ lifeId: id, beganAt, connectedAt, end }) => {
      const how = end ? ` ${end.how}` : ''
      return `    ${id}: ${time(beganAt)} (${time(connectedAt)}) to ${time(end?.at)}${how}`
    })
  const changes = (record.lives.find(({ id }) => id === lifeId)?.changes ?? [])
    .filter((one) => one.userId === userId && isNear(one.at, one.at))
    .map((one) => `${time(one.at)} ${one.isOnline ? 'online' : 'offline'}`)
  const ends = record.lives.flatMap(({ id, end }) =>
    end && isNear(end.at, end.at) ? [`${time(end.at)} ${end.how} ${id}`] : [],
  )
  const troubles = record.troubles
    .filter(({ from, to }) => isNear(from, to))
    .map((one) => {
      const where = 'node' in one ? ` ${one.node}` : ''
      return `${time(one.from)} to ${time(one.to)} ${one.kind}${where}`
    })
  return [
    `  ${kind} at ${time(at)} s: ${detail}`,
    ...connections,
    `    ${lifeId} said: ${changes.join(', ')}`,
    `    around it: ${[...troubles, ...ends].join('; ')}`,
  ].join('\n')
}
