import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createSocketManager } from '@monhub/realtime-server'
import { serveRemote } from '../shared/remote'
import { spreadOf, type Spread } from '../shared/statistics'
import { idOf } from './kinds'
import { fillRemote } from './remoteUsers'

/** What reading presence costs, and keeping it. */
export interface Reads {
  users: number
  isUserOnlineNs: Spread
  getOnlineUsersMs: Spread
  /** Megabytes on the heap that would be freed with it. */
  heapMb: number
}

interface Subject {
  isUserOnline: (userId: string) => boolean
  getOnlineUsers: () => string[]
}

const ROUNDS = 9
const LOOKUPS_EACH = 10
const FLUSH_MS = 1500

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapMb(): number {
  for (let i = 0; i < 3; i++) collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** Users whose one connection is to this node. */
function fillLocal(users: number): Subject {
  const manager = createSocketManager()
  for (let i = 0; i < users; i++) manager.addUser(idOf(i), `socket-${String(i).padStart(13, '0')}`)
  return manager
}

async function measure(users: number, fill: (users: number) => Subject): Promise<Reads> {
  // What is loaded and made once is not the users'.
  fill(1)
  const before = heapMb()
  const subject = fill(users)
  // Until clients could be told of them.
  await sleep(FLUSH_MS)
  const heap = heapMb() - before
  // Half of them are online; strings of their own, as ids that come from elsewhere are.
  const asked = Array.from({ length: 2 * users }, (_, i) => idOf(i * 2))
  const lookups = LOOKUPS_EACH * users
  const lookUp = () => {
    let online = 0
    const startedAt = performance.now()
    for (let i = 0; i < lookups; i++) {
      if (subject.isUserOnline(asked[(i * 7919) % asked.length] ?? '')) online++
    }
    const elapsedMs = performance.now() - startedAt
    if (online === 0 || online === lookups) throw new Error('isUserOnline is wrong')
    return (elapsedMs * 1e6) / lookups
  }
  const list = () => {
    const startedAt = performance.now()
    const listed = subject.getOnlineUsers()
    const elapsedMs = performance.now() - startedAt
    if (listed.length !== users) throw new Error('getOnlineUsers is wrong')
    return elapsedMs
  }
  const repeated = (task: () => number) => spreadOf(Array.from({ length: ROUNDS }, task))
  return {
    users,
    isUserOnlineNs: repeated(lookUp),
    getOnlineUsersMs: repeated(list),
    heapMb: Math.round(heap * 10) / 10,
  }
}

const commands = {
  local: (users: number) => measure(users, fillLocal),
  remote: (users: number) => measure(users, fillRemote),
}

export type ReadsCommands = typeof commands

serveRemote(commands)
