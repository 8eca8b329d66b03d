import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PROGRAM = path.resolve(import.meta.dirname, '../dist/server/main.js')

/** The built demo in a process of its own, on a free port, with a database that is thrown away. */
export async function startDemo() {
  if (!existsSync(PROGRAM)) throw new Error(`build the demo first; there is no ${PROGRAM}`)
  const dataDir = await mkdtemp(path.join(tmpdir(), 'chat-demo-'))
  let running = await launch(dataDir, 0)
  const { url } = running

  const stop = async (signal: NodeJS.Signals) => {
    const { child } = running
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }

  return {
    url,
    /** Ends the process; gives its exit code, `null` where a signal ended it. */
    stop,
    /** Starts it again on the same address and database. */
    async start() {
      running = await launch(dataDir, Number(new URL(url).port))
    },
    /** What the server has written to its error output since it was started last. */
    errors: () => running.errors(),
    async remove() {
      await stop('SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function launch(dataDir: string, port: number) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const url = await Promise.race([addressOf(child), failureOf(child, () => errors)])
  return { child, url, errors: () => errors }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let output = ''
  for await (const chunk of stdout ?? []) {
    output += String(chunk)
    const [url] = /http:\/\/localhost:\d+/.exec(output) ?? []
    if (url) return url
  }
  throw new Error(`the server printed no address: ${output}`)
}

async function failureOf(child: ChildProcess, errors: () => string): Promise<never> {
  await once(child, 'exit')
  throw new Error(`the server ended before it was ready:\n${errors()}`)
}
