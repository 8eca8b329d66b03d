import { fork } from 'node:child_process'

/** What a process can be asked to do; arguments and results travel as JSON. */
type Commands = Record<string, (input: never) => unknown>

export interface Remote<C extends Commands> {
  call: <Name extends keyof C & string>(
    name: Name,
    ...input: Parameters<C[Name]>
  ) => Promise<Awaited<ReturnType<C[Name]>>>
  stop: () => Promise<void>
}

interface Question {
  id: number
  name: string
  input: never
}
type Reply = { id: number; result: unknown } | { id: number; error: string }

/** Starts a program that lies beside this one as a process of its own, which ends with this one. */
export function startRemote<C extends Commands>(program: string): Remote<C> {
  const child = fork(new URL(`./${program}.js`, import.meta.url))
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (e: Error) => void }>()
  let nextId = 0
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`the ${program} process ended`))
  })
  child.on('message', (reply: Reply) => {
    const question = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) question?.reject(new Error(reply.error))
    else question?.resolve(reply.result as never)
  })
  return {
    call: (name, ...[input]) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        waiting.set(id, { resolve, reject })
        child.send({ id, name, input })
      }),
    stop: () => {
      if (child.connected) child.disconnect()
      return ended
    },
  }
}

/** The other end: answers the process that started this one, and ends with it. */
export function serveRemote(commands: Commands, onEnd: () => Promise<void> | void = () => {}) {
  process.on('message', (question: Question) => {
    void answer(commands, question).then((reply) => process.connected && process.send?.(reply))
  })
  process.on('disconnect', () => void Promise.resolve(onEnd()).finally(() => process.exit()))
}

async function answer(commands: Commands, { id, name, input }: Question): Promise<Reply> {
  try {
    const command = commands[name]
    if (!command) throw new Error(`no command ${name}`)
    return { id, result: await command(input) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
