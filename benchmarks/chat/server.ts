import { bareInserts } from './bareInserts'
import type { ChatServer } from './chatServer'
import { inFlight } from '../shared/inFlight'
import { startKind, type Kind } from './kinds'
import { createProfiler } from './profiler'
import { serveRemote } from '../shared/remote'
import type { Groups } from './wire'

let server: ChatServer | undefined
const profiler = createProfiler()

const commands = {
  start: async ({ kind, mongoUrl }: { kind: Kind; mongoUrl?: string }): Promise<number> => {
    const started = await startKind(kind, mongoUrl)
    server = started.server
    return started.port
  },
  setGroups: (groups: Groups) => server?.setGroups(groups),
  /** Milliseconds of CPU this process has used, in all its threads, user and system. */
  cpuMs: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  append: ({ count, outstanding, text }: { count: number; outstanding: number; text: string }) => {
    const append = server?.append
    if (!append) throw new Error('this server has no store')
    const startN = appended
    appended += count
    return inFlight(count, outstanding, (i) =>
      append({ conversation: i % 50, n: startN + i, text }),
    )
  },
  bareInserts,
  startProfile: profiler.start,
  stopProfile: profiler.stop,
}
let appended = 0

export type ServerCommands = typeof commands

serveRemote(commands, () => server?.close())
