import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Kills a process when this one ends, if it has not ended before. */
export function endWithMe(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}
