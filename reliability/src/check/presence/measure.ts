import { KILL_MS } from './bounds'
import { moments } from './checkPresence'
import { entriesOf, type Entry } from './entries'
import type { Life, PresenceRecord } from './record'
import { lateCuts } from './revoked'
import { replay } from './seen'
import type { Span } from './spans'

const STEP_MS = 20
/** What began this shortly after trouble was over may still be its doing. */
const AFTERMATH_MS = 1000
const SAME_MS = 60
/** Somebody who leaves another node is still shown for so long because of one that was killed. */
const SLOW_MS = 500

/** How long nodes were wrong, by what was the reason, in milliseconds. */
export type Measured = Record<string, number[]>

export function measure(record: PresenceRecord): Measured {
  const measured: Measured = {}
  const add = (kind: string, tookMs: number) => (measured[kind] ??= []).push(Math.round(tookMs))
  for (const [userId, entries] of entriesOf(record)) {
    for (const life of record.lives) {
      for (const span of wrongSpans(life, userId, entries, record)) {
        const cause = causeOf(span, life, entries, record)
        if (cause) add(cause.kind, cause.tookMs)
      }
    }
  }
  for (const { tookMs, wasKeptBack } of lateCuts(record).cuts) {
    add(wasKeptBack ? 'disconnectUser, kept back' : 'disconnectUser', tookMs)
  }
  return measured
}

/** Somebody was shown as there who was not, or the other way round. */
type Wrong = Span & { isGhost: boolean }

/** When a node showed what was not so at that very moment. */
function wrongSpans(life: Life, userId: string, entries: Entry[], record: PresenceRecord) {
  const seen = replay(life, userId)
  const spans: Wrong[] = []
  let from: number | undefined
  let isGhost = false
  const until = Math.min(life.end?.at ?? Infinity, record.until)
  for (const at of moments(life, userId, record.until, STEP_MS)) {
    const now = { from: at, to: at }
    const isOnline = seen(at)
    const isWrong = isOnline
      ? !entries.some(({ maybe }) => maybe(now))
      : entries.some(({ surely }) => surely(now))
    if (from !== undefined && (!isWrong || isOnline !== isGhost)) {
      spans.push({ from, to: at, isGhost })
      from = undefined
    }
    if (isWrong) {
      from ??= at
      isGhost = isOnline
    }
  }
  // Whoever was stopped while wrong was not given the time to learn.
  if (from !== undefined && until === record.until) spans.push({ from, to: until, isGhost })
  return spans
}

function causeOf(span: Wrong, observer: Life, entries: Entry[], record: PresenceRecord) {
  const near = record.troubles.filter(
    (one) =>
      one.from <= span.to &&
      one.to >= span.from - AFTERMATH_MS &&
      (!('node' in one) || one.node === observer.node || isOf(one.node, entries, record)),
  )
  const left = record.lives
    .flatMap(({ id, end }) =>
      end && end.at > observer.startedAt && wasOn(id, end.at, entries)
        ? [{ ...end, agoMs: span.from - end.at }]
        : [],
    )
    .filter(({ agoMs }) => agoMs > -SAME_MS)
    .sort((a, b) => a.agoMs - b.agoMs)
  const stoodStill = near.some(
    (one) => one.kind === 'redis pause' || (one.kind === 'SIGSTOP' && one.node === observer.node),
  )
  const isLong = span.isGhost && span.to - span.from > SLOW_MS
  const killed = left.find(({ how }) => how === 'SIGKILL')
  if (killed && (killed.agoMs < SAME_MS || isLong)) {
    // Whoever stood still after it counts anew, also for a Redis that did, and that is not what this is about.
    if (stoodStill) return undefined
    if (killed.agoMs < KILL_MS) return { kind: 'SIGKILL', tookMs: span.to - killed.at }
  }
  const isOngoing = near.some(({ to }) => to > span.to)
  if (isOngoing) return undefined
  const ended = left.find(({ agoMs }) => agoMs < SAME_MS)
  if (ended) return near.length === 0 ? { kind: 'SIGTERM', tookMs: span.to - ended.at } : undefined
  const last = near.sort((a, b) => b.to - a.to)[0]
  return last
    ? { kind: last.kind, tookMs: span.to - Math.max(last.to, span.from) }
    : { kind: 'join or leave', tookMs: span.to - span.from }
}

/** Whether a life may have held the user when it ended. */
const wasOn = (lifeId: string, at: number, entries: Entry[]): boolean =>
  entries.some((one) => one.lifeId === lifeId && one.maybe({ from: at - 1, to: at }))

const isOf = (node: string, entries: Entry[], { lives }: PresenceRecord): boolean =>
  lives.some((life) => life.node === node && entries.some(({ lifeId }) => lifeId === life.id))
