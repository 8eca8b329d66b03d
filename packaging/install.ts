import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packPackages } from '../scripts/packPackages.mjs'
import { runCommand } from '../scripts/runCommand.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the apps were installed, outside of the workspace. */
    installed: string
  }
}

const NPM_INSTALL = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock']

/** Packs the packages as built and installs them into the apps, once for all tests here. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'realtime-packaging-'))
  project.provide('installed', folder)
  await cp(join(import.meta.dirname, 'apps'), folder, { recursive: true })
  await copyExample('nextjs', folder)
  await packPackages(folder)
  await Promise.all(['modern', 'legacy', 'nextjs'].map((app) => npmInstall(join(folder, app))))
  return () => rm(folder, { recursive: true, force: true })
}

/** What belongs to the workspace, or comes of running it there. */
const LEFT_OUT = new Set(['node_modules', '.next', 'next-env.d.ts', 'tsconfig.json'])

/** An example as a user would have it: the packages come from the tarballs. */
async function copyExample(name: string, folder: string): Promise<void> {
  const to = join(folder, name)
  await cp(join(import.meta.dirname, '../examples', name), to, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(basename(path)),
  })
  const manifest = join(to, 'package.json')
  const text = await readFile(manifest, 'utf8')
  const packed = text.replace(/realtime-(\w+)": "workspace:\*"/g, 'realtime-$1": "file:../$1.tgz"')
  await writeFile(manifest, packed)
}

async function npmInstall(cwd: string): Promise<void> {
  const { code, output } = await runCommand('npm', NPM_INSTALL, { cwd })
  if (code !== 0) throw new Error(`unable to install the packages into ${cwd}\n${output}`)
}
