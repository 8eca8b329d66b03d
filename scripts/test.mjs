import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkTypes } from './check/typescriptProjects.mjs'
import { pnpm } from './pnpm.mjs'
import { runCommand } from './runCommand.mjs'
import { seconds } from './seconds.mjs'
import { sourceFiles } from './sourceFiles.mjs'
import { addUp, countTests, sentence } from './testCounts.mjs'

/** In the order they run; those that use what was built come after the build. */
const suites = [
  { name: 'protocol', folder: 'packages/protocol' },
  { name: 'server', folder: 'packages/server' },
  { name: 'adapters', folder: 'packages/server/test/adapters' },
  { name: 'mongodb', folder: 'packages/server/test/stores/mongodb' },
  { name: 'react', folder: 'packages/react' },
  { name: 'demo', folder: 'examples/chat/web/test' },
  { name: 'reliability', folder: 'reliability' },
  { name: 'benchmarks', folder: 'benchmarks' },
  { name: 'workspace', folder: 'scripts' },
  { name: 'packaging', folder: 'packaging', usesBuild: true },
  { name: 'end-to-end', folder: 'examples/chat/e2e', usesBuild: true },
]

const startedAt = performance.now()
const args = process.argv.slice(2)
const firstOption = args.findIndex((arg) => arg.startsWith('-'))
/** As with vitest, a filter is a part of a test file's path. */
const filters = firstOption < 0 ? args : args.slice(0, firstOption)
const chosen = suites.filter(
  ({ folder }) =>
    filters.length === 0 ||
    sourceFiles(folder).some((file) => filters.some((part) => file.includes(part))),
)

const print = (/** @type {string} */ line) => console.log(line)

async function testTypes() {
  const { failed, passed, output } = await checkTypes()
  if (failed.length > 0) print(output)
  return { passed: passed.length, failed: failed.length, skipped: 0 }
}

async function build() {
  const packages = await pnpm(['build'])
  const examples =
    packages.code === 0 && (await pnpm(['--filter', './examples/*', '--if-present', 'build']))
  const failed = [packages, examples].find((outcome) => outcome && outcome.code !== 0)
  if (failed) print(failed.output)
  return { passed: 0, failed: failed ? 1 : 0, skipped: 0 }
}

/** Vitest's headings of failed tests and files, and of errors outside of them. */
const BEGIN_OF_FAILURES = /⎯ (?:Failed|Unhandled) /
/** Said again at the end, where a long log is looked at first. @type {string[]} */
const failures = []

async function runVitest(/** @type {string} */ project) {
  let isFailure = false
  const report = join('node_modules', '.cache', `tests-${project}.json`)
  await rm(report, { force: true })
  const { code } = await runCommand(
    'vitest',
    [
      'run',
      ...['--project', project, '--passWithNoTests'],
      ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
      ...args,
    ],
    {
      env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' },
      onLine: (line) => {
        if (line.startsWith('JSON report')) return
        print(line)
        if (BEGIN_OF_FAILURES.test(line)) isFailure = true
        if (isFailure) failures.push(line)
      },
    },
  )
  return countTests(report, code)
}

async function suite(
  /** @type {string} */ name,
  /** @type {() => Promise<import('./testCounts.mjs').Counts>} */ run,
) {
  const at = performance.now()
  print(`== ${name}`)
  const counts = await run()
  print(`== ${name}: ${sentence(counts)} (${seconds(at)})\n`)
  return counts
}

if (chosen.length === 0) {
  print(`no file of a test suite has ${filters.join(' or ')} in its path`)
  process.exit(1)
}

const results = []
if (args.length === 0) results.push(await suite('types', testTypes))
const firstToUseBuild = chosen.find(({ usesBuild }) => usesBuild)
for (const item of chosen) {
  if (item === firstToUseBuild) results.push(await suite('build', build))
  results.push(await suite(item.name, () => runVitest(item.name)))
}

const total = addUp(results)
if (failures.length > 0) print(['== what failed, once more', ...failures].join('\n'))
print(`all suites in ${seconds(startedAt)}`)
print(sentence(total))
process.exitCode = total.failed === 0 ? 0 : 1
