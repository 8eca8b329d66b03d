import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const paths = 'import-x/no-restricted-paths'
const names = '@typescript-eslint/no-restricted-imports'

// Type information is left out: planted files do not exist, and boundaries do not need it.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] })

async function brokenRules(filePath: string, code: string, linter = eslint): Promise<string[]> {
  const [result] = await linter.lintText(code, { filePath: join(root, filePath) })
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message)
}

const importing = (specifier: string) => `import { x } from '${specifier}'\nx()\n`

const forbidden: [file: string, specifier: string, rule: string][] = [
  ['packages/protocol/src/planted.ts', '../../server/src/index', paths],
  ['packages/protocol/src/planted.ts', './parse/index', paths],
  ['packages/protocol/src/planted.ts', 'node:crypto', names],
  ['packages/protocol/src/planted.ts', 'valibot', names],
  ['packages/protocol/src/parse/planted.ts', 'zod', names],
  ['packages/server/src/planted.ts', '../../react/src/index', paths],
  ['packages/server/src/planted.ts', '@monhub/realtime-react', names],
  ['packages/server/src/planted.ts', 'react', names],
  ['packages/server/test/planted.test.ts', '@monhub/realtime-react/core', names],
  ['packages/server/src/handlers/planted.ts', '../createSocketService', paths],
  ['packages/server/src/options.ts', './createSocketService', paths],
  ['packages/server/src/stores/sqlite/planted.ts', '../../errors', paths],
  ['packages/server/src/stores/sqlite/planted.ts', '../memory/index', paths],
  ['packages/server/src/stores/memory/planted.ts', '../../createSocketService', paths],
  ['packages/server/src/stores/types.ts', '../errors', paths],
  ['packages/server/src/stores/sqlite/planted.ts', '@monhub/realtime-server', names],
  ['packages/server/src/stores/memory/planted.ts', 'socket.io', names],
  ['packages/server/src/createSocketManager.ts', './errors', paths],
  ['packages/server/src/createSocketManager.ts', 'socket.io', names],
  ['packages/server/src/presence/replicas.ts', '../logger', paths],
  ['packages/server/src/presence/replicas.ts', 'node:timers', names],
  ['packages/server/src/adapters/redis/planted.ts', '../../errors', paths],
  ['packages/server/src/express/planted.ts', '../errors', names],
  ['packages/server/src/testing/planted.ts', '../createSocketService', names],
  ['packages/react/src/core/planted.ts', 'react', names],
  ['packages/react/src/core/planted.ts', 'react/jsx-runtime', names],
  ['packages/react/src/core/planted.ts', 'node:fs', names],
  ['packages/react/src/core/planted.ts', '../index', paths],
  ['packages/react/src/core/planted.ts', '@monhub/realtime-protocol/parse', paths],
  ['packages/react/src/core/planted.ts', '@monhub/realtime-server', paths],
  ['packages/react/src/hooks/planted.ts', '../core/index', names],
  ['packages/react/src/hooks/planted.ts', '../core', names],
  ['packages/react/src/index.ts', './core/store', names],
  ['packages/react/src/hooks/planted.ts', 'swr', names],
  ['packages/react/src/hooks/planted.ts', '@monhub/realtime-server/testing', names],
  ['packages/react/test/planted.test.tsx', '@monhub/realtime-server', names],
  ['packages/react/test/planted.test.tsx', '../../server/src/stores/types', paths],
  ['examples/chat/server/planted.ts', '../../../packages/server/src/errors', paths],
  ['examples/chat/web/src/planted.ts', '../../../../packages/react/src/index', names],
  ['examples/chat/web/src/planted.ts', '@monhub/realtime-protocol', names],
  ['reliability/src/planted.ts', '../../packages/server/src/errors', paths],
  ['reliability/src/planted.ts', '@monhub/realtime-protocol', names],
  ['benchmarks/planted.ts', '../packages/server/src/stores/types', paths],
  ['docs/planted.ts', '../packages/protocol/src/limits', paths],
]

const allowed: [file: string, specifier: string][] = [
  ['packages/protocol/src/planted.ts', './limits'],
  ['packages/protocol/src/parse/planted.ts', 'valibot'],
  ['packages/server/src/index.ts', './createSocketService'],
  ['packages/server/src/handlers/planted.ts', '@monhub/realtime-protocol/parse'],
  ['packages/server/src/stores/sqlite/planted.ts', '../types'],
  ['packages/server/src/stores/sqlite/planted.ts', '@monhub/realtime-protocol'],
  ['packages/server/src/testing/planted.ts', '@monhub/realtime-server'],
  ['packages/react/src/core/planted.ts', 'socket.io-client'],
  ['packages/react/src/hooks/planted.ts', '@monhub/realtime-react/core'],
  ['packages/react/src/hooks/planted.ts', 'react'],
  ['packages/react/test/planted.test.tsx', '@monhub/realtime-server/testing'],
  ['packages/react/test/planted.test.tsx', '../src/core/store'],
  ['examples/chat/server/planted.ts', '@monhub/realtime-server/sqlite'],
  ['examples/chat/web/src/planted.ts', '@monhub/realtime-react'],
]

describe('boundaries', () => {
  it.each(forbidden)('%s may not import %s', async (file, specifier, rule) => {
    expect(await brokenRules(file, importing(specifier))).toContain(rule)
  })

  it.each(allowed)('%s may import %s', async (file, specifier) => {
    expect(await brokenRules(file, importing(specifier))).toEqual([])
  })
})

// The first of them waits for the compiler.
describe('eslint.config.js', { timeout: 60_000 }, () => {
  // Rules with type information need a path that a tsconfig names; its text is replaced, which the
  // parser would not see where it thinks that nothing changes, as it does in CI.
  const typed = new ESLint({
    cwd: root,
    overrideConfig: {
      languageOptions: {
        parserOptions: {
          project: './packages/protocol/tsconfig.json',
          disallowAutomaticSingleRunInference: true,
        },
      },
    },
  })
  const file = 'packages/protocol/src/limits.ts'

  it.each([
    ['any', 'export const x = (y: any): unknown => y', '@typescript-eslint/no-explicit-any'],
    [
      'a floating promise',
      'export function x() { Promise.resolve(1) }',
      '@typescript-eslint/no-floating-promises',
    ],
    ['an enum', 'export enum X { a }', 'no-restricted-syntax'],
    ['a class', 'export class X { y = 1 }', 'no-restricted-syntax'],
    ['a default export', 'export default 1', 'no-restricted-syntax'],
  ])('bans %s', async (_, code, rule) => {
    expect(await brokenRules(file, code, typed)).toContain(rule)
  })

  it('reports a disable that disables nothing', async () => {
    const code = '// eslint-disable-next-line no-console\nexport const x = 1\n'
    expect(await brokenRules(file, code, typed)).toEqual([
      expect.stringContaining('Unused eslint-disable directive'),
    ])
  })
})
