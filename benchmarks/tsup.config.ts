import { defineConfig } from 'tsup'

/** By where they are built to: the program that is started, and the processes it starts. */
const programs: Record<string, Record<string, string>> = {
  dist: { main: 'chat/main.ts', server: 'chat/server.ts', load: 'chat/load.ts' },
  'presence/dist': {
    main: 'presence/main.ts',
    server: 'presence/server.ts',
    load: 'presence/load.ts',
    reads: 'presence/reads.ts',
  },
  'cluster/dist': {
    main: 'cluster/main.ts',
    node: 'cluster/node.ts',
    primary: 'cluster/primary.ts',
  },
  'react/dist': {
    main: 'react/main.ts',
    page: 'react/page.ts',
    createPage: 'react/createPage.tsx',
    server: 'react/server.ts',
  },
}

export default defineConfig(({ outDir = 'dist' }) => ({
  entry: programs[outDir] ?? {},
  format: 'esm',
  target: 'node20',
  splitting: false,
  clean: true,
  // The packages come from their sources, so that no old build is measured.
  noExternal: [/^@monhub\//, 'valibot'],
  // For a CommonJS package that comes with them.
  banner: {
    js: "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url)",
  },
  // The first finds the root of the workspace by its own place; of the others there must be one copy.
  external: [/mongoServer\.mjs$/, 'jsdom', /^react/, /^socket\.io-/],
}))
