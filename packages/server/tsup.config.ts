import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    sqlite: 'src/stores/sqlite/index.ts',
    mongodb: 'src/stores/mongodb/index.ts',
    redis: 'src/adapters/redis/index.ts',
    cluster: 'src/adapters/cluster/index.ts',
    express: 'src/express/index.ts',
    jwt: 'src/jwt/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  splitting: false,
  clean: true,
  // An entry imports its siblings by public name, so that each exists once at run time.
  external: ['@monhub/realtime-server'],
  dts: {
    resolve: ['@monhub/realtime-protocol', '@standard-schema/spec'],
    // tsup sets baseUrl itself, which TypeScript 6 deprecates and which moves the root `paths`.
    compilerOptions: { ignoreDeprecations: '6.0', baseUrl: '../..' },
  },
})
