import { join } from 'node:path'
import { build } from 'vite'

const here = import.meta.dirname
/** From here plain Node finds the packages that the server is tested with. */
const outDir = join(here, '../../node_modules/.cache/adapters')

/** Makes one file of a source here and everything of ours it imports, which plain Node runs. */
export async function bundle(source: string): Promise<string> {
  const name = source.replace('.ts', '.mjs')
  await build({
    configFile: false,
    root: here,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    build: {
      ssr: join(here, source),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  })
  return join(outDir, name)
}
