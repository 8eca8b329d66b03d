/** The server counts up to 100, so that a badge can say "99+". */
export const countLabel = (count: number) => (count > 99 ? '99+' : String(count))

export function Badge({ count, label }: { count: number; label?: string }) {
  if (count === 0) return null
  return (
    <span className="badge">
      {countLabel(count)}
      {label && <span className="visually-hidden"> {label}</span>}
    </span>
  )
}
