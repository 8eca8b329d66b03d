import type { Violation } from '../check/history'
import { sentenceOf } from './faults'
import type { SeedResult } from './runSeed'

/** A violation with the part of the history that it is about. */
export function tellViolation(violation: Violation, { history, faults }: SeedResult): string {
  const { kind, conversationId, detail } = violation
  const tokens = [...new Set(detail.match(/\b[us]\d+b?\.\d+\b/g))].slice(0, 3)
  const related = tokens.flatMap((token) => [
    ...history.sends
      .filter(({ text }) => text === token)
      .map((send) => `  send ${JSON.stringify(send)}`),
    ...history.views.flatMap(({ id, shown }) =>
      shown
        .filter(({ text }) => text.split(' ')[0] === token)
        .map(({ seq, _id }) => `  ${id} showed ${token} as ${seq} (${_id})`),
    ),
  ])
  const times =
    related
      .join('\n')
      .match(/(?<="(?:invokedAt|at)":)\d+/g)
      ?.map(Number) ?? []
  const [from, to] = [Math.min(...times) - 2000, Math.max(...times) + 2000]
  const near = faults.filter(({ atMs }) => atMs >= from && atMs <= to).map(sentenceOf)
  return [
    `  ${kind} in ${conversationId}: ${detail}`,
    ...related.slice(0, 20),
    ...(near.length > 0 ? [`  around it: ${near.join('; ')}`] : []),
  ].join('\n')
}
