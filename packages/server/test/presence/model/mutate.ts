import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { createReplicas } from '../../../src/presence/replicas'

const folder = join(import.meta.dirname, '../../../src/presence')

export interface Mutation {
  file: string
  /** Stands exactly once in the file. */
  find: string
  replace: string
}

/** The replicas with one thing wrong, compiled from the source as it is now. */
export async function mutate({ file, find, replace }: Mutation): Promise<typeof createReplicas> {
  const source = await readFile(join(folder, file), 'utf8')
  const times = source.split(find).length - 1
  if (times !== 1) throw new Error(`"${find}" stands ${times} times in ${file}, not once`)
  const result = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    ssr: { noExternal: true },
    plugins: [
      {
        name: 'mutate',
        transform: {
          order: 'pre',
          handler: (code, id) =>
            id === join(folder, file) ? code.replace(find, () => replace) : null,
        },
      },
    ],
    build: { ssr: join(folder, 'replicas.ts'), write: false },
  })
  const output = 'output' in result ? result.output : []
  const code = output.map((part) => ('code' in part ? part.code : '')).join('\n')
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  const module = (await import(/* @vite-ignore */ url)) as { createReplicas: typeof createReplicas }
  return module.createReplicas
}
