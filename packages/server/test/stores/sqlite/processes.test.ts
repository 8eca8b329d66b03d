import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../src/stores/sqlite'
import { range } from '../contract/drafts'
import { temporaryFile } from './file'
import type { Acknowledged } from './writer'

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

interface Work {
  path: string
  name: string
  writers: number
  each: number
}

async function startWriter(script: string, { path, name, writers, each }: Work) {
  const args = [libsql, path, name, String(writers), String(each)]
  const child = fork(script, args, { execArgv: [] })
  const told = (what: string) =>
    new Promise<void>((resolve) => {
      child.on('message', (message) => {
        if (message === what) resolve()
      })
    })
  const acknowledged: Acknowledged[] = []
  child.on('message', (message) => {
    if (typeof message === 'object') acknowledged.push(message as Acknowledged)
  })
  const refused = told('refused')
  const exit = once(child, 'exit')
  await told('ready')
  return { child, acknowledged, refused, exit }
}

describe('sqliteStore in several processes on one file', () => {
  let file: Awaited<ReturnType<typeof temporaryFile>>
  let script: string
  beforeEach(async () => {
    file = await temporaryFile()
    script = await bundleWriter(dirname(file.path))
  })
  afterEach(() => file.remove())

  const stored = async () => {
    const db = new Database(file.path)
    const store = sqliteStore(db)
    const query = { conversationId: 'team', after: 0, limit: 100_000 }
    const { entries, head } = await store.entries(query)
    db.close()
    expect(head).toBe(entries.length)
    return entries.map(({ seq, kind }) => ({ seq, kind }))
  }
  const bySeq = (a: Acknowledged, b: Acknowledged) => a.seq - b.seq

  it('keeps seq free of gaps under 50 writers in two processes', async () => {
    const work = { path: file.path, writers: 25, each: 4 }
    const [a, b] = await Promise.all([
      startWriter(script, { ...work, name: 'a' }),
      startWriter(script, { ...work, name: 'b' }),
    ])
    // Both stand before the lock when it opens: they make the tables and write at the same time.
    const gate = new Database(file.path)
    gate.exec('BEGIN EXCLUSIVE')
    for (const { child } of [a, b]) child.send('go')
    await Promise.all([a.refused, b.refused])
    gate.exec('COMMIT')
    gate.close()

    expect(await Promise.all([a.exit, b.exit])).toEqual([
      [0, null],
      [0, null],
    ])
    const all = [...a.acknowledged, ...b.acknowledged].sort(bySeq)
    expect(all.map(({ seq }) => seq)).toEqual(range(1, 600))
    expect(await stored()).toEqual(all)
  }, 60_000)

  it('still has everything that a killed process acknowledged', async () => {
    const writer = await startWriter(script, {
      path: file.path,
      name: 'a',
      writers: 20,
      each: 1_000_000,
    })
    writer.child.send('go')
    writer.child.on('message', () => {
      if (writer.acknowledged.length >= 200) writer.child.kill('SIGKILL')
    })
    expect(await writer.exit).toEqual([null, 'SIGKILL'])
    expect(writer.acknowledged.length).toBeGreaterThanOrEqual(200)
    const log = await stored()
    expect(log.map(({ seq }) => seq)).toEqual(range(1, log.length))
    for (const { seq, kind } of writer.acknowledged) expect(log[seq - 1]).toEqual({ seq, kind })
  }, 60_000)
})
