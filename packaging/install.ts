import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  await packPackages(folder)
  await Promise.all(['modern', 'legacy'].map((app) => npmInstall(join(folder, app))))
  return () => rm(folder, { recursive: true, force: true })
}

async function npmInstall(cwd: string): Promise<void> {
  const { code, output } = await runCommand('npm', NPM_INSTALL, { cwd })
  if (code !== 0) throw new Error(`unable to install the packages into ${cwd}\n${output}`)
}
