import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { build } from 'vite'

/** Where the driver is, for a script that runs elsewhere. */
export const driver = createRequire(import.meta.url).resolve('mongodb')

/** A script beside this file as one file that plain Node runs. */
export async function bundle(script: string, outDir: string): Promise<string> {
  const name = `${basename(script, '.ts')}.mjs`
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, script),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  })
  return join(outDir, name)
}
