import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7, which begins with the time: ids that are made one after the other stand
 * together in their index, so that an append does not write a page of its own for it.
 */
export function timedId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
