import { configDefaults, defineConfig } from 'vitest/config'
import { compileComponents } from './scripts/compileComponents.mjs'

const node = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include,
    exclude: [...configDefaults.exclude, ...exclude],
    environment: 'node' as const,
  },
})

export default defineConfig({
  // Tests run on the sources: without this, workspace links lead to a stale dist.
  resolve: { tsconfigPaths: true },
  test: {
    testTimeout: 15_000,
    projects: [
      node('protocol', ['packages/protocol/test/**/*.test.ts']),
      node(
        'server',
        ['packages/server/test/**/*.test.ts'],
        ['**/stores/mongodb/**', 'packages/server/test/adapters/**'],
      ),
      {
        extends: true,
        test: {
          name: 'adapters',
          include: ['packages/server/test/adapters/**/*.test.ts'],
          // They start processes, and measure how long local delivery takes.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'mongodb',
          include: ['packages/server/test/stores/mongodb/**/*.test.ts'],
          globalSetup: 'scripts/mongo/globalSetup.ts',
        },
      },
      {
        extends: true,
        plugins: [compileComponents()],
        test: {
          name: 'react',
          include: ['packages/react/test/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
        },
      },
      {
        extends: true,
        test: {
          name: 'demo',
          include: ['examples/*/web/test/**/*.test.tsx'],
          environment: 'jsdom',
        },
      },
      node('reliability', ['reliability/test/**/*.test.ts']),
      node('benchmarks', ['benchmarks/test/**/*.test.ts']),
      node('workspace', ['scripts/test/**/*.test.ts']),
      // The last two use what was built; `pnpm test` builds first.
      {
        test: {
          name: 'packaging',
          include: ['packaging/*.test.ts'],
          globalSetup: 'packaging/install.ts',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['examples/*/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
