import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import type { Logger } from './logger'

/**
 * The first versions without a known flaw that a stranger can use from outside. Socket.IO asks for
 * older ones too, so an old lockfile keeps them.
 */
export const FLOORS = {
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.10',
  ws: '8.21.1',
} as const

/** Warns once, with the fix, when a version below its floor is at work. Never throws. */
export function warnOfFloors(logger: Logger, files: readonly string[] = loadedFiles()): void {
  const outdated = outdatedIn(files)
  if (outdated.length === 0) return
  const found = outdated.map(({ name, version, floor }) => `${name} ${version} (fixed in ${floor})`)
  const names = outdated.map(({ name }) => name).join(' ')
  logger.warn(
    { outdated },
    `Any client can use known flaws of what Socket.IO brings along: ${found.join(', ')}. Your lockfile holds the old version; run \`npm update ${names}\` (pnpm: \`pnpm update --depth 99 ${names}\`), or name it in \`overrides\`.`,
  )
}

interface Outdated {
  name: string
  version: string
  floor: string
}

function outdatedIn(files: readonly string[]): Outdated[] {
  const engines = foldersOf('engine.io', files)
  const inUse: [keyof typeof FLOORS, string[]][] = [
    ['socket.io-parser', foldersOf('socket.io-parser', files)],
    ['engine.io', engines],
    // The app may use another `ws` for itself; what matters is the one of engine.io.
    ['ws', foldersOf('ws', engines.flatMap(wsFileOf))],
  ]
  const found = new Map<string, Outdated>()
  for (const [name, folders] of inUse) {
    const floor = FLOORS[name]
    for (const version of folders.flatMap(versionIn)) {
      if (isBelow(version, floor)) found.set(`${name}@${version}`, { name, version, floor })
    }
  }
  return [...found.values()]
}

/**
 * Asks what was loaded, not what would be found from here: that is right however packages are
 * installed, and their `exports` cannot hide it. A bundle has no such files, so nothing is said.
 */
function loadedFiles(): string[] {
  try {
    return Object.keys(createRequire(join(process.cwd(), 'any.js')).cache)
  } catch {
    return []
  }
}

/** Where a package lies of which some of these files are. */
function foldersOf(name: string, files: readonly string[]): string[] {
  const part = `${sep}node_modules${sep}${name}${sep}`
  const folders = files.flatMap((file) => {
    const end = file.lastIndexOf(part) + part.length
    // A file of a package inside that package is none of its own.
    const isOwn = end >= part.length && !file.slice(end).includes(`node_modules${sep}`)
    return isOwn ? [file.slice(0, end)] : []
  })
  return [...new Set(folders)]
}

function wsFileOf(engine: string): string[] {
  try {
    return [createRequire(join(engine, 'package.json')).resolve('ws')]
  } catch {
    return []
  }
}

function versionIn(folder: string): string[] {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { version } = manifest as { version?: unknown }
    return typeof version === 'string' ? [version] : []
  } catch {
    return []
  }
}

function isBelow(version: string, floor: string): boolean {
  const have = numbersOf(version)
  const want = numbersOf(floor)
  const at = have.findIndex((part, i) => part !== want[i])
  return at >= 0 && (have[at] ?? 0) < (want[at] ?? 0)
}

/** Empty for what is no version. */
const numbersOf = (version: string): number[] =>
  /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? []
