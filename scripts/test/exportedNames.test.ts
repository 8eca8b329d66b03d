import { describe, expect, it } from 'vitest'
import { exportedNames } from '../exportedNames.mjs'

/** Accept a change with `npx vitest run scripts/test/exportedNames.test.ts -u`, and give it a changeset. */
describe.each(['server', 'react'])('exportedNames of %s', { timeout: 60_000 }, (folder) => {
  const entries = exportedNames(`@monhub/realtime-${folder}`)

  it('are those that were agreed on', async () => {
    const lines = entries.flatMap(({ name, values, types }) => [
      name,
      ...values.map((value) => `  ${value}`),
      ...types.map((type) => `  type ${type}`),
    ])
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      `../../packages/${folder}/test/public-api.txt`,
    )
  })

  it.each(entries)('has as values of $name what there is at run time', async (entry) => {
    const path = `../../${entry.source}`
    const module = (await import(/* @vite-ignore */ path)) as object
    expect(entry.values).toEqual(Object.keys(module).sort())
  })
})
