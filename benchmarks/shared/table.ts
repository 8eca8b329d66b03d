import type { Spread } from './statistics'

/** The middle, and the least and the most in parentheses; empty where nothing was measured. */
export const show = (spread: Spread | undefined) =>
  spread ? `${number(spread.median)} (${number(spread.min)} – ${number(spread.max)})` : ''

/** With spaces between thousands, as in 12 049. */
export const number = (value: number) =>
  value >= 1000 ? String(Math.round(value)).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ' ') : String(value)

/** In Markdown, padded as Prettier does it. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, i) =>
    Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
