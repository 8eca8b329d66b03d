import { basename } from 'node:path'
import { runCommand } from '../runCommand.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

/** Every tsconfig.json of the workspace. */
export const typescriptProjects = () => [
  'tsconfig.json',
  ...['packages', 'examples', 'benchmarks', 'docs']
    .flatMap((folder) => sourceFiles(folder))
    .filter((file) => basename(file) === 'tsconfig.json'),
]

/**
 * The complaints of the compiler about a project; an empty text where there are none.
 *
 * @param {string} project
 */
export async function typeErrors(project) {
  const { code, output } = await runCommand('tsc', ['-p', project, '--pretty', 'false'])
  return code === 0 ? '' : `${project}\n${output}`
}
