const DAY_MS = 24 * 60 * 60 * 1000

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

const startOfDay = (day: Date) =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime()
