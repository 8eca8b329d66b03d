import { fork } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { BusStatus } from '../../src/adapters/bus'
import type { Line } from './redis'

export interface Ask {
  emit?: string
  heartbeat?: true
  status?: true
  close?: true
}

export type Tell = Line | { port: number; ports?: number[] } | { status: BusStatus }

/** A process of a bundled script that tells its port first. It ends with the test. */
export async function startProcess(script: string, args: string[]) {
  // What is printed is kept: an unhandled rejection says there what it was.
  const child = fork(script, args, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const exited = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  let errors = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const lines: Line[] = []
  const answers = new Set<(told: Tell) => void>()
  child.on('message', (told: Tell) => {
    if ('level' in told) lines.push(told)
    for (const answer of [...answers]) answer(told)
  })
  const told = <Answer extends Tell>(is: (told: Tell) => told is Answer) =>
    new Promise<Answer>((resolve, reject) => {
      const answer = (told: Tell) => {
        if (!is(told)) return
        answers.delete(answer)
        resolve(told)
      }
      answers.add(answer)
      void exited.then(() => reject(new Error(`the process ended\n${errors}`)))
    })
  const { port, ports = [port] } = await told((told) => 'port' in told)
  return {
    ports,
    url: `http://127.0.0.1:${port}`,
    lines,
    exited,
    errors: () => errors,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    ask: (what: Ask) => {
      if (child.connected) child.send(what)
    },
    /** The next line it logs at a level, or the one it has logged. */
    logged: async (level: string) =>
      lines.find((line) => line.level === level) ??
      (await told((told): told is Line => 'level' in told && told.level === level)),
    /** Answers only if its event loop turns. */
    status: async () => {
      const answer = told((told) => 'status' in told)
      child.send({ status: true })
      return (await answer).status
    },
  }
}
