const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' })
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** 14:05 */
export const clockTime = (iso: string) => time.format(new Date(iso))

/** Today, Yesterday, Tuesday, 3 Mar 2026 */
export function dayLabel(iso: string, now = new Date()): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(new Date(iso))) / DAY_MS)
  if (daysAgo <= 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  return daysAgo < 7 ? weekday.format(new Date(iso)) : date.format(new Date(iso))
}

/** The time for today, the day for before. */
export function shortTime(iso: string): string {
  const day = dayLabel(iso)
  return day === 'Today' ? clockTime(iso) : day
}

/** just now, 5 min ago, 3 h ago, and the day from there on */
export function ago(iso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / MINUTE_MS)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  return dayLabel(iso, new Date(nowMs)).replace('Yesterday', 'yesterday')
}

const startOfDay = (day: Date) =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime()
