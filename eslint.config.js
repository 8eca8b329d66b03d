import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { names, zones } from './scripts/boundaries.mjs'

/** @type {import('eslint').Linter.Config[]} */
const boundaries = names.map(({ files, regex, message, allowTypeImports = false }) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ regex, message, allowTypeImports }] },
    ],
  },
}))

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '**/.data/',
      '**/.cache/',
      '**/.next/',
      '**/next-env.d.ts',
      'packaging/apps/',
      'packages/react/test/contract/',
      'docs/snippets/',
      'docs/reference/',
      'docs/.vitepress/{cache,dist}/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      // One program for all files: each project of its own would check what they share anew.
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ project: './tsconfig.base.json' }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],

      // Stores answer with promises whether or not they wait; their verbs are closures without `this`.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // What the types promise of a payload is not so until it was parsed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
      // Socket.IO hands over requests that are plain objects, and its generics read best in full.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The one spread of a string counts code points, which is what the limits speak of.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],

      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Unions, not enums.' },
        {
          selector: 'ClassDeclaration:not([superClass.name=/Error$/])',
          message: 'Closures, not classes (errors aside).',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  ...boundaries,
  {
    files: [
      'packages/react/{src/{hooks,swr,react-query,testing},test}/**',
      'examples/{*/web,nextjs/app}/**',
    ],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['**/test/**', '**/e2e/**', 'packaging/**'],
    rules: {
      // A test says what it expects to find, and fails where it is not there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      // A fixture of vitest that needs no other.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    // What reads these files takes the default export.
    files: [
      ...['**/*.config.{ts,js}', 'docs/.vitepress/config.ts'],
      'examples/nextjs/app/**/{layout,page}.tsx',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    // The compiler reads the scripts too, and knows what Node has.
    rules: { 'no-undef': 'off' },
  },
)
