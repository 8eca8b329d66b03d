import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Command, MembersCommand, Numbered, Report, Sighting } from './command'
import type { ServerConfig } from './config'
import { endWithMe } from './endWithMe'
import { pauseProcess } from './pauseProcess'

export interface ServerProcess {
  /** Where the first one listened, and every later one does. */
  port(): number
  isRunning(): boolean
  /** Rejects when it ends without having been told to. */
  readonly died: Promise<never>
  /** Resolves when it listens. */
  start(): Promise<void>
  /** SIGKILL: resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM: resolves when it is gone, and kills it after a while. Gives whether it went by itself. */
  terminate(): Promise<boolean>
  /** SIGSTOP, and SIGCONT after so many milliseconds, whatever becomes of this process. */
  pause(forMs: number): Promise<void>
  /** Rejects when the process dies before it answers; doing it again is harmless. */
  updateMembers(change: Omit<MembersCommand, 'kind'>): Promise<void>
  /** Ends all connections of a user; rejects as above. */
  disconnectUser(userId: string): Promise<void>
  /** What it complained of. */
  complaints(): string
}

interface ServerProcessOptions extends Omit<ServerConfig, 'port'> {
  /** What `bundle` made of main.ts. */
  script: string
  /** Called for each process; what it gives is told whenever that one says who is online. */
  onStart?: () => (sighting: Sighting) => void
}

const KEPT_CHARACTERS = 20_000
const TERMINATION_MS = 5000

export function createServerProcess(options: ServerProcessOptions): ServerProcess {
  const { script, onStart, ...config } = options
  let child: ChildProcess | undefined
  let port = 0
  let commands = 0
  let complaints = ''
  let isTerminating = false
  let tellDeath = (_: Error) => {}
  const died = new Promise<never>((_, reject) => (tellDeath = reject))
  died.catch(() => {})

  async function start() {
    const given: ServerConfig = { ...config, port }
    const next = fork(script, [JSON.stringify(given)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child = next
    const onSighting = onStart?.()
    endWithMe(next)
    next.stderr?.on('data', (data: Buffer) => {
      complaints = `${complaints}${data.toString()}`.slice(-KEPT_CHARACTERS)
    })
    next.on('message', (report: Report) => {
      if ('at' in report) onSighting?.(report)
    })
    next.once('exit', (code, signal) => {
      child = undefined
      const how = signal ?? `code ${code}`
      if (signal === 'SIGKILL' || (isTerminating && code === 0)) return
      tellDeath(new Error(`The server ended with ${how}. ${complaints}`))
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

  async function command(what: Command) {
    if (!child) throw new Error('The server process is not running')
    const id = ++commands
    const done = answer(child, (report) => 'id' in report && report.id === id)
    const numbered: Numbered = { ...what, id }
    child.send(numbered)
    const report = await done
    if ('error' in report && report.error) throw new Error(report.error)
  }

  async function kill() {
    if (!child) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  return {
    port: () => port,
    died,
    isRunning: () => child !== undefined,
    start,
    kill,
    async terminate() {
      if (!child) return true
      isTerminating = true
      let isKilled = false
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => {
        isKilled = true
        void kill()
      }, TERMINATION_MS)
      await gone
      clearTimeout(timer)
      isTerminating = false
      return !isKilled
    },
    async pause(forMs) {
      if (child?.pid) await pauseProcess(child.pid, forMs)
    },
    updateMembers: (change) => command({ kind: 'members', ...change }),
    disconnectUser: (userId) => command({ kind: 'disconnect', userId }),
    complaints: () => complaints,
  }
}
