import { fork } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'vite'

export type Ask = 'memory' | 'failures' | 'connections'
export interface Tell {
  port?: number
  rss?: number
  heap?: number
  failures?: string[]
  connections?: number
}

export interface FuzzProcess {
  port: number
  /** Bytes after a collection of garbage. */
  memory: () => Promise<{ rss: number; heap: number }>
  /** What was logged as an error: a bug, since a client can only make refusals. */
  failures: () => Promise<string[]>
  /** Engine.IO connections that are open. */
  connections: () => Promise<number>
  isAlive: () => boolean
  /** What the process printed before it ended by itself. */
  lastWords: () => string
  stop: () => Promise<void>
}

const here = import.meta.dirname
/** From here plain Node finds the packages that the server is tested with. */
const outDir = join(here, '../../node_modules/.cache/security')

/** The server as one file that plain Node runs. */
export async function bundleFuzzServer(): Promise<string> {
  await build({
    configFile: false,
    root: here,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    build: {
      ssr: join(here, 'fuzzServer.ts'),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: `fuzzServer-${process.pid}.mjs` } },
    },
  })
  return join(outDir, `fuzzServer-${process.pid}.mjs`)
}

export async function startFuzzProcess(script: string, args: string[] = []): Promise<FuzzProcess> {
  const child = fork(script, args, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let printed = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A message to a process that is about to end.
  child.on('error', () => {})
  const isAlive = () => child.exitCode === null && child.signalCode === null

  const hear = <Key extends keyof Tell>(key: Key) =>
    new Promise<NonNullable<Tell[Key]> & {}>((resolve, reject) => {
      const listener = (told: Tell) => {
        const value = told[key]
        if (value === undefined) return
        child.off('message', listener)
        resolve(value)
      }
      child.on('message', listener)
      void exited.then(() => reject(new Error(`the server ended\n${printed}`)))
    })
  const ask = async <Key extends keyof Tell>(what: Ask, key: Key) => {
    const told = hear(key)
    if (child.connected) child.send(what)
    return told
  }

  const port = await hear('port')
  return {
    port,
    isAlive,
    memory: async () => {
      const heap = hear('heap')
      return { rss: await ask('memory', 'rss'), heap: await heap }
    },
    failures: () => ask('failures', 'failures'),
    connections: () => ask('connections', 'connections'),
    lastWords: () => printed.slice(-4000),
    stop: async () => {
      if (isAlive()) child.kill('SIGKILL')
      await exited
    },
  }
}
