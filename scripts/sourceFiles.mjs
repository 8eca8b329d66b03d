import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runCommand.mjs'

const skipped = new Set(['node_modules', 'dist', 'results'])

/**
 * Files below a folder of the workspace, as paths from its root; what is installed, built or
 * hidden is left out. A folder that is not there has none.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function sourceFiles(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sourceFiles(path) : [path]
  })
}
