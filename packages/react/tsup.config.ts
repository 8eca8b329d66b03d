import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    core: 'src/core/index.ts',
    swr: 'src/swr/index.ts',
    'react-query': 'src/react-query/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  splitting: false,
  clean: true,
  // An entry imports its siblings by public name, so that each exists once at run time.
  external: ['@monhub/realtime-react', '@monhub/realtime-server'],
  dts: {
    resolve: ['@monhub/realtime-protocol'],
    // tsup sets baseUrl itself, which TypeScript 6 deprecates and which moves the root `paths`.
    compilerOptions: { ignoreDeprecations: '6.0', baseUrl: '../..' },
  },
})
