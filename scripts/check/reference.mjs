import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { entryPoints } from '../entryPoints.mjs'
import { root } from '../runCommand.mjs'

export const referenceFolder = join(root, 'docs/reference')

/**
 * Writes the reference of all entry points, from their docstrings, in place of what is in a folder.
 *
 * @param {string} folder
 */
export async function generateReference(folder) {
  const entries = entryPoints()
  const app = await Application.bootstrapWithPlugins({
    options: join(root, 'typedoc.json'),
    entryPoints: entries.map(({ source }) => join(root, source)),
    out: folder,
  })
  const project = await app.convert()
  if (!project) throw new Error('unable to write the reference; the sources do not compile')
  // TypeDoc calls them by the folder of their source; users know them by what they import.
  const names = new Map(entries.map(({ name, source }) => [folderOf(source), name]))
  for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('unable to write the reference; see the lines above')
  await tidy(folder)
}

/**
 * Names the pages without the scope, and parameters that are taken apart for what they are.
 *
 * @param {string} folder
 */
async function tidy(folder) {
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    await rm(join(folder, name))
    await writeFile(
      join(folder, name.replace('@monhub.', '')),
      text.replaceAll('(@monhub.', '(').replaceAll('__namedParameters', 'options'),
    )
  }
}

const folderOf = (/** @type {string} */ source) =>
  source.replace('packages/', '').replace('/index.ts', '')

/** Throws when the committed reference is not the one that the sources give. */
export async function checkReference() {
  const folder = await mkdtemp(join(tmpdir(), 'realtime-reference-'))
  try {
    await generateReference(folder)
    return judgeReference(await pagesOf(referenceFolder), await pagesOf(folder))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Throws with the pages that differ and the command that writes them.
 *
 * @param {Map<string, string>} committed texts by the name of their file
 * @param {Map<string, string>} generated
 */
export function judgeReference(committed, generated) {
  const names = [...new Set([...committed.keys(), ...generated.keys()])].sort()
  const stale = names.filter((name) => committed.get(name) !== generated.get(name))
  if (stale.length === 0) return `${names.length} pages`
  throw new Error(
    `docs/reference is not what the docstrings say: ${stale.join(', ')}. Run \`npx -y pnpm@12 reference\` and commit what it changes.`,
  )
}

/** @param {string} folder */
async function pagesOf(folder) {
  const names = await readdir(folder).catch(() => [])
  const read = async (/** @type {string} */ name) =>
    /** @type {const} */ ([name, await readFile(join(folder, name), 'utf8')])
  return new Map(await Promise.all(names.map(read)))
}
