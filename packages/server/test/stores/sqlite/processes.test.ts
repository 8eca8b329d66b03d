import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import { range, seqsOf } from '../contract/drafts'
import { temporaryFile } from './file'

const here = dirname(fileURLToPath(import.meta.url))
const libsql = createRequire(import.meta.url).resolve('libsql')

/** The writer as one file that plain Node runs. */
async function bundleWriter(outDir: string) {
  await build({
    configFile: false,
    root: here,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    ssr: { noExternal: true },
    build: {
      ssr: join(here, 'writer.ts'),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  })
  return join(outDir, 'writer.mjs')
}

async function startWriter(
  script: string,
  options: { path: string; name: string; writers: number; each: number },
) {
  const { path, name, writers, each } = options
  const args = [libsql, path, name, String(writers), String(each)]
  const child = fork(script, args, { execArgv: [] })
  await once(child, 'message')
  const acknowledged: number[] = []
  child.on('message', (seq) => acknowledged.push(Number(seq)))
  return { child, acknowledged, exit: once(child, 'exit') }
}

describe('sqliteStore in several processes on one file', () => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let script: string
  beforeEach(async () => {
    file = await temporaryFile()
    script = await bundleWriter(dirname(file.path))
  })
  afterEach(() => file.remove())

  const storedSeqs = async () => {
    const db = new Database(file.path)
    const store = sqliteStore(db)
    const { messages } = await store.history({ conversationId: 'team', limit: 10_000 })
    db.close()
    return seqsOf(messages)
  }

  it('keeps seq free of gaps under 50 writers in two processes', async () => {
    const work = { path: file.path, writers: 25, each: 4 }
    const [a, b] = await Promise.all([
      startWriter(script, { ...work, name: 'a' }),
      startWriter(script, { ...work, name: 'b' }),
    ])
    for (const { child } of [a, b]) child.send('go')
    expect(await Promise.all([a.exit, b.exit])).toEqual([
      [0, null],
      [0, null],
    ])
    const all = [...a.acknowledged, ...b.acknowledged].sort((x, y) => x - y)
    expect(all).toEqual(range(1, 200))
    expect(await storedSeqs()).toEqual(range(1, 200))
    // They did write at the same time.
    expect(Math.min(...a.acknowledged)).toBeLessThan(Math.max(...b.acknowledged))
    expect(Math.min(...b.acknowledged)).toBeLessThan(Math.max(...a.acknowledged))
  })

  it('still has everything that a killed process acknowledged', async () => {
    const writer = await startWriter(script, {
      path: file.path,
      name: 'a',
      writers: 3,
      each: 1_000_000,
    })
    writer.child.send('go')
    writer.child.on('message', () => {
      if (writer.acknowledged.length >= 50) writer.child.kill('SIGKILL')
    })
    expect(await writer.exit).toEqual([null, 'SIGKILL'])
    const stored = await storedSeqs()
    expect(stored).toEqual(range(1, stored.length))
    expect(stored).toEqual(expect.arrayContaining(writer.acknowledged))
    expect(writer.acknowledged.length).toBeGreaterThanOrEqual(50)
  })
})
