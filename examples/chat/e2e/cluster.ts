import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PROGRAM = path.resolve(import.meta.dirname, '../../../scripts/clusterDemo.mjs')
const NODE = /^ +(node \d of 3) {3}pid (\d+) /gm

/** The demo on three nodes, on a free port, with a database that is thrown away. */
export async function startCluster() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'chat-cluster-'))
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))

  const printed = async (pattern: RegExp) => {
    while (!pattern.test(output)) {
      const what = await Promise.race([once(child.stdout, 'data'), ended.then(() => 'end')])
      if (what === 'end') throw new Error(`the cluster ended early:\n${output}`)
    }
  }
  await printed(/Ctrl\+C/)

  return {
    url: /http:\/\/localhost:\d+/.exec(output)?.[0] ?? '',
    pids: new Map(Array.from(output.matchAll(NODE), ([, name = '', pid]) => [name, Number(pid)])),
    /** Waits for a line of its output. */
    printed,
    /** Ends it as Ctrl+C does; gives the exit code. */
    async interrupt(): Promise<unknown> {
      child.kill('SIGINT')
      const [code] = (await ended) as unknown[]
      return code
    },
    async remove() {
      child.kill('SIGINT')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
