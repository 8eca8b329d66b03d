export interface Span {
  from: number
  to: number
}

export const holds = ({ from, to }: Span, at: number): boolean => from <= at && at <= to

export const meets = (a: Span, b: Span): boolean => a.from <= b.to && b.from <= a.to

/** Whether the spans together leave nothing of another out. */
export function cover(spans: readonly Span[], { from, to }: Span): boolean {
  let reached = from
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from > reached) return false
    if (span.to < reached) continue
    reached = span.to
    if (reached >= to) return true
  }
  return false
}

/** The same with all that are less than `gap` apart made one. */
export function merged(spans: readonly Span[], gap: number): Span[] {
  const all: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last && from - last.to < gap) last.to = Math.max(last.to, to)
    else all.push({ from, to })
  }
  return all
}
