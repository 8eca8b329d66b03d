import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkAudit } from './check/audit.mjs'
import { checkFileLength } from './check/fileLength.mjs'
import { checkClientDirective, checkPackedContents } from './check/packedContents.mjs'
import { checkTypes } from './check/typescriptProjects.mjs'
import { checkVersionFloors } from './check/versionFloors.mjs'
import { packPackages, published, unpack } from './packPackages.mjs'
import { pnpm } from './pnpm.mjs'
import { runCommand } from './runCommand.mjs'
import { runSteps } from './runSteps.mjs'
import { seconds } from './seconds.mjs'

const startedAt = performance.now()
const folder = await mkdtemp(join(tmpdir(), 'realtime-check-'))

const command =
  (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
  async () => {
    const { code, output } = await runCommand(name, args)
    if (code !== 0) throw new Error(output)
  }

/** As a process of its own, which does not hold up the others. */
const script =
  (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
  async () => {
    const { code, output } = await runCommand('node', [`scripts/${file}.mjs`, ...args])
    if (code !== 0) throw new Error(output)
    return output
  }

async function types() {
  const { failed, passed, output } = await checkTypes()
  if (failed.length > 0) throw new Error(output)
  return `${passed.length} projects`
}

async function build() {
  const { code, output } = await pnpm(['build'])
  if (code !== 0) throw new Error(output)
}

async function pack() {
  for (const tarball of Object.values(await packPackages(folder))) await unpack(tarball)
}

async function contents() {
  for (const name of published) checkPackedContents(join(folder, name))
  checkClientDirective(join(folder, 'react/dist'), {
    client: ['index', 'swr', 'react-query', 'testing'].flatMap((name) => [
      `${name}.js`,
      `${name}.cjs`,
    ]),
    server: ['core.js', 'core.cjs'],
  })
}

async function sizes() {
  const { code, output } = await runCommand('size-limit', ['--json'])
  if (code !== 0) throw new Error(output)
  return JSON.parse(output)
    .map(
      (
        /** @type {{ name: string, size: number, sizeLimit: number }} */ { name, size, sizeLimit },
      ) => `${name}: ${size} B of ${sizeLimit} B`,
    )
    .join('\n')
}

/** The longest first, so that the short ones fill the gaps. */
const steps = [
  { name: 'build', run: build },
  { name: 'lint', run: command('eslint', '.') },
  { name: 'types', run: types },
  { name: 'format', run: command('prettier', '--check', '--log-level', 'warn', '.') },
  { name: 'unused code and dependencies', run: command('knip') },
  { name: 'docs site', run: command('vitepress', 'build', 'docs') },
  { name: 'docs snippets', run: script('checkSnippets') },
  { name: 'reference', run: script('generateReference', '--check') },
  { name: 'audit', run: checkAudit },
  { name: 'version floors', run: checkVersionFloors },
  { name: 'file length', run: checkFileLength },
  { name: 'pack', after: ['build'], run: pack },
  { name: 'packed contents', after: ['pack'], run: contents },
  ...published.flatMap((name) => [
    {
      name: `publint ${name}`,
      after: ['pack'],
      run: command('publint', '--strict', join(folder, `${name}.tgz`)),
    },
    {
      name: `exported types ${name}`,
      after: ['pack'],
      run: command('attw', '--profile', 'node16', join(folder, `${name}.tgz`)),
    },
  ]),
  { name: 'size', after: ['build'], run: sizes },
]

const { failed } = await runSteps(steps, { concurrency: 2 })
await rm(folder, { recursive: true, force: true })
console.log(
  failed.length === 0
    ? `${steps.length} checks passed in ${seconds(startedAt)}`
    : `${failed.length} of ${steps.length} checks failed in ${seconds(startedAt)}: ${failed.join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
