import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runCommand.mjs'

/** What users import, by its name, and the source behind it, in the order of tsconfig.base.json. */
export function entryPoints() {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8'))
  return Object.entries(/** @type {Record<string, string[]>} */ (compilerOptions.paths))
    .filter(([name]) => /^@monhub\/realtime-(?:server|react)(?:\/|$)/.test(name))
    .map(([name, [source = '']]) => ({ name, source: source.replace('./', '') }))
}
