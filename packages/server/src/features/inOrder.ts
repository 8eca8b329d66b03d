/**
 * Runs tasks of one key one after the other and those of different keys at once, so that two
 * messages sent in a row are stored in that row, however long their checks take.
 */
export function createInOrder() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const before = tails.get(key)
    const result = before ? before.then(task, task) : task()
    tails.set(key, result)
    const forget = () => {
      if (tails.get(key) === result) tails.delete(key)
    }
    result.then(forget, forget)
    return result
  }
}
