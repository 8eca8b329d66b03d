import { join } from 'node:path'
import ts from 'typescript'
import { entryPoints } from './entryPoints.mjs'
import { root } from './runCommand.mjs'

/**
 * What each entry point of a package exports.
 *
 * @param {string} packageName
 * @returns {{ name: string, source: string, values: string[], types: string[] }[]}
 */
export function exportedNames(packageName) {
  const entries = entryPoints().filter(({ name }) => `${name}/`.startsWith(`${packageName}/`))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const files = entries.map(({ source }) => join(root, source))
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()

  const symbolsOf = (/** @type {string} */ file) => {
    const source = program.getSourceFile(join(root, file))
    const module = source && checker.getSymbolAtLocation(source)
    return module ? checker.getExportsOfModule(module) : []
  }
  /** What is a type and a value, such as a class, is a value, unless only its type is exported. */
  const isValue = (/** @type {ts.Symbol} */ symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const isTypeOnly = symbol.declarations?.some(ts.isTypeOnlyExportDeclaration) === true
    return !isTypeOnly && (target.flags & ts.SymbolFlags.Value) !== 0
  }
  return entries.map(({ name, source }) => {
    const symbols = symbolsOf(source)
    const names = (/** @type {boolean} */ wanted) =>
      symbols
        .filter((symbol) => isValue(symbol) === wanted)
        .map((symbol) => symbol.name)
        .sort()
    return { name, source, values: names(true), types: names(false) }
  })
}
