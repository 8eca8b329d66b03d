import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Flaw, MembersCommand, Report } from './command'

export interface ServerProcess {
  /** Where the first one listened, and every later one does. */
  port(): number
  isRunning(): boolean
  /** Rejects when it ends without having been killed. */
  readonly died: Promise<never>
  /** Resolves when it listens. */
  start(): Promise<void>
  /** SIGKILL: resolves when it is gone. */
  kill(): Promise<void>
  /** SIGSTOP, and SIGCONT after so many milliseconds, whatever becomes of this process. */
  pause(forMs: number): Promise<void>
  /** Rejects when the process dies before it answers; doing it again is harmless. */
  updateMembers(change: Omit<MembersCommand, 'id'>): Promise<void>
  /** What it complained of. */
  complaints(): string
}

interface ServerProcessOptions {
  /** What `bundle` made of main.ts. */
  script: string
  file: string
  flaw?: Flaw | undefined
}

const KEPT_CHARACTERS = 20_000

export function createServerProcess({ script, file, flaw }: ServerProcessOptions): ServerProcess {
  let child: ChildProcess | undefined
  let port = 0
  let commands = 0
  let complaints = ''
  let tellDeath = (_: Error) => {}
  const died = new Promise<never>((_, reject) => (tellDeath = reject))
  died.catch(() => {})

  const killWithMe = () => child?.kill('SIGKILL')

  async function start() {
    const next = fork(script, [file, String(port), flaw ?? ''], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child = next
    process.once('exit', killWithMe)
    next.stderr?.on('data', (data: Buffer) => {
      complaints = `${complaints}${data.toString()}`.slice(-KEPT_CHARACTERS)
    })
    next.once('exit', (code, signal) => {
      process.off('exit', killWithMe)
      child = undefined
      const how = signal ?? `code ${code}`
      if (signal !== 'SIGKILL') tellDeath(new Error(`The server ended with ${how}. ${complaints}`))
    })
    await answer(next, (report) => {
      if (!('port' in report)) return false
      port = report.port
      return true
    })
  }

  /** The first report that is accepted; rejects when the process ends before. */
  function answer(from: ChildProcess, accept: (report: Report) => boolean) {
    return new Promise<Report>((resolve, reject) => {
      const onMessage = (report: Report) => {
        if (!accept(report)) return
        from.off('message', onMessage).off('exit', onExit)
        resolve(report)
      }
      const onExit = () => reject(new Error(`The server process ended. ${complaints}`))
      from.on('message', onMessage).once('exit', onExit)
    })
  }

  return {
    port: () => port,
    died,
    isRunning: () => child !== undefined,
    start,
    async kill() {
      if (!child) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async pause(forMs) {
      if (!child?.pid) return
      const seconds = (forMs / 1000).toFixed(3)
      // By a process of its own: nobody then stays stopped because this one was killed.
      const line = 'kill -STOP "$0"; sleep "$1"; kill -CONT "$0"'
      const helper = spawn('/bin/sh', ['-c', line, String(child.pid), seconds], {
        stdio: 'ignore',
        detached: true,
      })
      await once(helper, 'exit')
    },
    async updateMembers(change) {
      if (!child) throw new Error('The server process is not running')
      const id = ++commands
      const done = answer(child, (report) => 'id' in report && report.id === id)
      child.send({ id, ...change })
      const report = await done
      if ('error' in report && report.error) throw new Error(report.error)
    },
    complaints: () => complaints,
  }
}
