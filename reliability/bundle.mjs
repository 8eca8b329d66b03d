import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/**
 * Makes one file of a source here and everything of ours it imports, which plain Node runs.
 *
 * @param {string} source path below src
 * @param {string} name of the file in dist
 */
export async function bundle(source, name) {
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    resolve: { tsconfigPaths: true },
    ssr: {
      noExternal: true,
      external: ['libsql', 'redis', 'socket.io', 'socket.io-client'],
    },
    build: {
      ssr: join(here, 'src', source),
      outDir: join(here, 'dist'),
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: name } },
    },
  })
  return join(here, 'dist', name)
}
