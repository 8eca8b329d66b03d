import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../runCommand.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

const FAIL_LINES = 400
const ASK_LINES = 250

/** Files of the packages' sources and the examples: short, and named for what they hold. */
export function checkFileLength() {
  const files = ['packages', 'examples']
    .flatMap((folder) => sourceFiles(folder))
    .filter((file) => /\.(?:[cm]?tsx?|css)$/.test(file))
    .filter((file) => /^examples\/|^packages\/[^/]+\/src\//.test(file))
  return judgeFiles(
    files.map((file) => ({ file, lines: countLines(readFileSync(join(root, file), 'utf8')) })),
  )
}

/**
 * Throws for a file of 400 lines or one named utils or helpers; asks about those of 250.
 *
 * @param {{ file: string, lines: number }[]} files
 */
export function judgeFiles(files) {
  const wrong = files.flatMap(({ file, lines }) => [
    ...(lines >= FAIL_LINES ? [`${file} has ${lines} lines; ${FAIL_LINES} is too long`] : []),
    ...(/^(?:utils|helpers)\./.test(basename(file)) ? [`${file}: name it for its export`] : []),
  ])
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  const long = files.filter(({ lines }) => lines >= ASK_LINES)
  const median = files.map(({ lines }) => lines).sort((a, b) => a - b)[files.length >> 1] ?? 0
  return [
    `${files.length} files, median ${median} lines`,
    ...long.map(({ file, lines }) => `question: ${file} has ${lines} lines; does it do one job?`),
  ].join('\n')
}

const countLines = (/** @type {string} */ text) => text.split('\n').length - 1
