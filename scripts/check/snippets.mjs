import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { root } from '../runCommand.mjs'
import { sourceFiles } from '../sourceFiles.mjs'

/** Where the blocks pretend to be: beside what the server's package has installed. */
const folder = join(root, 'packages/server/.cache/snippets')

/**
 * @typedef {{ line: number, code: string, name: string, skip?: string }} Snippet `line` is that of
 *   its first line of code, from 0
 */

/** The pages whose `ts` and `tsx` blocks have to compile. */
export const snippetPages = () => [
  'README.md',
  ...sourceFiles('docs').filter(
    (file) => file.endsWith('.md') && !/^docs\/(?:reference|decisions|upstream)\//.test(file),
  ),
]

/**
 * The `ts` and `tsx` blocks of a page. A first line like `// server/contract.ts` names a block that
 * others import; the line `<!-- snippet: skip why -->` before it leaves a block out.
 *
 * @param {string} markdown
 * @returns {Snippet[]}
 */
export function snippetsOf(markdown) {
  const blocks = markdown.matchAll(/^( *)```tsx?\n([^]*?)^\1```$/gm)
  return [...blocks].map(({ index, 1: indent = '', 2: code = '' }, at) => {
    const before = markdown.slice(0, index)
    const skip = /<!-- snippet: skip (.+?) -->\s*$/.exec(before)?.[1]
    return {
      line: before.split('\n').length,
      code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
      name: /^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1] ?? `block${at}.tsx`,
      ...(skip ? { skip } : {}),
    }
  })
}

/**
 * Compiles the blocks of pages; what they leave to the reader's app is declared in docs/snippets:
 * in a file with the page's name, else in globals.d.ts.
 *
 * @param {string[]} [pages]
 * @returns {{ compiled: number, skipped: string[], complaints: string[] }} complaints with the file
 *   and the line of the page
 */
export function checkSnippets(pages = snippetPages()) {
  /** @type {Map<string, { page: string, text: string }>} */
  const virtual = new Map()
  /** @type {string[]} */
  const skipped = []
  /** @type {Map<string, string[]>} the blocks that share a program, by what is declared for them */
  const programs = new Map()
  for (const page of pages) {
    const own = `docs/snippets/${basename(page, '.md')}.d.ts`
    const declarations = existsSync(join(root, own)) ? own : 'docs/snippets/globals.d.ts'
    for (const { line, code, name, skip } of snippetsOf(readFileSync(join(root, page), 'utf8'))) {
      if (skip) {
        skipped.push(`${page}:${line} ${skip}`)
        continue
      }
      const file = join(folder, page.replace(/\.md$/, ''), name)
      // As many lines as there are before it, so that the compiler counts those of the page.
      virtual.set(file, { page, text: `${'\n'.repeat(line)}${code}export {}\n` })
      programs.set(declarations, [...(programs.get(declarations) ?? []), file])
    }
  }
  const compiled = virtual.size
  for (const declarations of programs.keys()) {
    const text = readFileSync(join(root, declarations), 'utf8')
    virtual.set(join(folder, declarations), { page: declarations, text })
  }
  const { host, options } = createHost(virtual)
  const complaints = [...programs].flatMap(([declarations, blocks]) => {
    const files = [...blocks, join(folder, declarations)]
    const program = ts.createProgram(files, options, host)
    return files
      .map((file) => program.getSourceFile(file))
      .filter((source) => source !== undefined)
      .flatMap((source) => [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ])
      .map((diagnostic) => describe(diagnostic, virtual))
  })
  return { compiled, skipped, complaints }
}

/** @param {Map<string, { text: string }>} virtual */
function createHost(virtual) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  config.compilerOptions.lib = ['ES2023', 'DOM', 'DOM.Iterable']
  config.compilerOptions.paths = {
    ...config.compilerOptions.paths,
    // Of the client's package, which is not where the blocks are.
    swr: ['./packages/react/node_modules/swr'],
    '@tanstack/react-query': ['./packages/react/node_modules/@tanstack/react-query'],
  }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  const files = new Map()
  host.fileExists = (file) => virtual.has(file) || fileExists(file)
  host.readFile = (file) => virtual.get(file)?.text ?? readFile(file)
  // The programs share what they read.
  host.getSourceFile = (file, ...rest) => {
    if (!files.has(file)) files.set(file, getSourceFile.call(host, file, ...rest))
    return files.get(file)
  }
  // The folder of the blocks is none, and would not be looked out of.
  host.directoryExists = undefined
  return { host, options }
}

/**
 * @param {ts.Diagnostic} diagnostic
 * @param {Map<string, { page: string }>} virtual
 */
function describe({ file, start = 0, code, messageText }, virtual) {
  const line = file ? file.getLineAndCharacterOfPosition(start).line : 0
  const page = file && (virtual.get(file.fileName)?.page ?? file.fileName.replace(`${root}/`, ''))
  return `${page}:${line + 1} TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
}
