import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** SIGSTOP, and SIGCONT after so many milliseconds, whatever becomes of this process. */
export async function pauseProcess(pid: number, forMs: number): Promise<void> {
  const seconds = (forMs / 1000).toFixed(3)
  // By a process of its own: nobody then stays stopped because this one was killed.
  const line = 'kill -STOP "$0"; sleep "$1"; kill -CONT "$0"'
  const helper = spawn('/bin/sh', ['-c', line, String(pid), seconds], {
    stdio: 'ignore',
    detached: true,
  })
  await once(helper, 'exit')
}
