import { fork, type ChildProcess } from 'node:child_process'
import type { AttackerCommand, AttackerReport, ServerCommand, ServerReport } from './messages'

const start = (script: string) =>
  fork(script, [], { execArgv: [], env: { ...process.env, NODE_ENV: 'production' } })

/** The next message that `is` one of those waited for. */
const next = <Message, Wanted extends Message>(
  child: ChildProcess,
  is: (message: Message) => message is Wanted,
) =>
  new Promise<Wanted>((resolve) => {
    const listener = (message: Message) => {
      if (!is(message)) return
      child.off('message', listener)
      resolve(message)
    }
    child.on('message', listener)
  })

export async function startServer(script: string) {
  const child = start(script)
  const isPort = (it: ServerReport): it is { port: number } => 'port' in it
  const { port } = await next(child, isPort)
  const closed: { closed: string; at: number }[] = []
  child.on('message', (it: ServerReport) => {
    if ('closed' in it) closed.push(it)
  })
  let id = 0
  return {
    url: `http://127.0.0.1:${port}`,
    closed,
    ask: async (command: ServerCommand) => {
      const own = ++id
      const isAnswer = (it: ServerReport): it is { id: number; value: number } =>
        'id' in it && it.id === own
      const answer = next(child, isAnswer)
      child.send({ ...command, id: own })
      return (await answer).value
    },
    end: () => child.kill('SIGKILL'),
  }
}

export type ServerUnderAttack = Awaited<ReturnType<typeof startServer>>

export function startAttacker(script: string) {
  const child = start(script)
  return {
    run: async (command: AttackerCommand) => {
      const isDone = (it: AttackerReport): it is AttackerReport => it.done === command.kind
      const done = next(child, isDone)
      child.send(command)
      return done
    },
    end: () => child.kill('SIGKILL'),
  }
}
