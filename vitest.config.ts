import { defineConfig } from 'vitest/config'

const node = (name: string, include: string[]) => ({
  extends: true as const,
  test: { name, include, environment: 'node' as const },
})

export default defineConfig({
  // Tests run on the sources: without this, workspace links lead to a stale dist.
  resolve: { tsconfigPaths: true },
  test: {
    testTimeout: 15_000,
    projects: [
      node('protocol', ['packages/protocol/test/**/*.test.ts']),
      node('server', ['packages/server/test/**/*.test.ts']),
      node('workspace', ['scripts/test/**/*.test.ts']),
      {
        extends: true,
        test: {
          name: 'react',
          include: ['packages/react/test/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
        },
      },
    ],
  },
})
