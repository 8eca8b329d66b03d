import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../runCommand.mjs'

/** The first versions without a known flaw that a stranger can use from outside. */
export const floors = {
  'socket.io': '4.8.3',
  'socket.io-client': '4.8.3',
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.10',
  ws: '8.21.1',
}

export const checkVersionFloors = () =>
  judgeVersions(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'), floors)

/**
 * Throws for every locked version below its floor, and for a floor that nothing locks.
 *
 * @param {string} lockfile
 * @param {Record<string, string>} wanted
 */
export function judgeVersions(lockfile, wanted) {
  const wrong = Object.entries(wanted).flatMap(([name, floor]) => {
    const versions = lockedVersions(lockfile, name)
    if (versions.length === 0) return [`${name} is not in the lockfile: is its floor still wanted?`]
    return versions
      .filter((version) => sortable(version) < sortable(floor))
      .map((version) => `${name} ${version} is locked; it must be ${floor} or newer`)
  })
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
}

/**
 * @param {string} lockfile
 * @param {string} name
 */
function lockedVersions(lockfile, name) {
  const entry = new RegExp(`^  '?${name.replaceAll('.', '\\.')}@(\\d+\\.\\d+\\.\\d+)`, 'gm')
  return [...new Set([...lockfile.matchAll(entry)].map(([, version]) => version ?? ''))]
}

/** A version as a text that sorts. */
const sortable = (/** @type {string} */ version) =>
  version
    .split('.')
    .map((part) => part.padStart(6, '0'))
    .join('.')
