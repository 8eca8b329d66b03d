import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pnpm } from './pnpm.mjs'
import { root, runCommand } from './runCommand.mjs'

/** The packages that are published, by their folder. */
export const published = /** @type {const} */ (['server', 'react'])

/**
 * Packs what was built, as a release would, into `<destination>/<folder>.tgz`; gives the paths.
 *
 * @param {string} destination
 * @returns {Promise<Record<(typeof published)[number], string>>}
 */
export async function packPackages(destination) {
  const pairs = await Promise.all(
    published.map(async (folder) => {
      const cwd = join(root, 'packages', folder)
      if (!existsSync(join(cwd, 'dist')))
        throw new Error(`unable to pack ${folder}; run \`pnpm build\` first`)
      const tarball = join(destination, `${folder}.tgz`)
      await succeed('pack', pnpm(['pack', '--out', tarball], { cwd }))
      return [folder, tarball]
    }),
  )
  return Object.fromEntries(pairs)
}

/**
 * Unpacks a tarball beside itself and gives the folder.
 *
 * @param {string} tarball
 */
export async function unpack(tarball) {
  const folder = tarball.replace(/\.tgz$/, '')
  await mkdir(folder, { recursive: true })
  await succeed(
    'unpack',
    runCommand('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']),
  )
  return folder
}

/**
 * @param {string} act
 * @param {ReturnType<typeof runCommand>} outcome
 */
async function succeed(act, outcome) {
  const { code, output } = await outcome
  if (code !== 0) throw new Error(`unable to ${act}\n${output}`)
}
