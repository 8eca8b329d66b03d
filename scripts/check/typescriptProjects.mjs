import { basename, dirname } from 'node:path'
import { runCommand } from '../runCommand.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

/** Every tsconfig.json of the workspace. */
export const typescriptProjects = () => [
  'tsconfig.json',
  ...['packages', 'examples', 'reliability', 'benchmarks', 'docs']
    .flatMap((folder) => sourceFiles(folder))
    .filter((file) => basename(file) === 'tsconfig.json'),
]

/**
 * Compiles all projects in one process, which reads what they share once.
 *
 * @returns {Promise<{ failed: string[], passed: string[], output: string }>} the projects, by
 *   whether a file of theirs is wrong, and the compiler's complaints
 */
export async function checkTypes() {
  const projects = typescriptProjects()
  const { code, output } = await runCommand('tsc', [
    ...['--build', '--noEmit', '--pretty', 'false'],
    ...projects,
  ])
  const wrong = new Set(projectsOf(output, projects))
  if (code !== 0 && wrong.size === 0) wrong.add('tsconfig.json')
  return {
    failed: projects.filter((project) => wrong.has(project)),
    passed: projects.filter((project) => !wrong.has(project)),
    output,
  }
}

/**
 * The project nearest to each file that the compiler complains of.
 *
 * @param {string} output
 * @param {string[]} projects
 */
export function projectsOf(output, projects) {
  const nearestFirst = projects.toSorted((a, b) => b.length - a.length)
  const isIn = (/** @type {string} */ file, /** @type {string} */ project) =>
    dirname(project) === '.' || file.startsWith(`${dirname(project)}/`)
  return [...output.matchAll(/^(\S.*?)\(\d+,\d+\): error /gm)].map(([, file = '']) =>
    nearestFirst.find((project) => isIn(file, project)),
  )
}
