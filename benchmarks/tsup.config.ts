import { defineConfig } from 'tsup'

export default defineConfig({
  // Three programs: the one that is started, and the processes it starts.
  entry: { main: 'chat/main.ts', server: 'chat/server.ts', load: 'chat/load.ts' },
  format: 'esm',
  target: 'node20',
  splitting: false,
  clean: true,
  // The packages come from their sources, so that no old build is measured.
  noExternal: [/^@monhub\//, 'valibot'],
  // For a CommonJS package that comes with them.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
  },
  // It finds the root of the workspace by its own place.
  external: [/mongoServer\.mjs$/],
})
