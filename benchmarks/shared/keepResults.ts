import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes results to `results/<name>.json`, and their page into its place in the README. */
export async function keepResults(
  folder: string,
  { name, results, page }: { name: string; results: object; page: string },
) {
  await mkdir(join(folder, 'results'), { recursive: true })
  await writeFile(join(folder, `results/${name}.json`), `${JSON.stringify(results, null, 2)}\n`)
  const readme = join(folder, 'README.md')
  const text = await readFile(readme, 'utf8')
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [before, rest] = text.split(start)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`README.md has no place between ${start} and ${end}`)
  await writeFile(readme, `${before ?? ''}${start}\n\n${page}\n\n${end}${after}`)
}
