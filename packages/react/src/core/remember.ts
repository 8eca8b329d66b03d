/** Computes anew only for other arguments than those of the last call. */
export function remember<Args extends unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { args: Args; result: Result } | undefined
  return (...args) => {
    if (!last || args.some((arg, at) => arg !== last?.args[at]))
      last = { args, result: compute(...args) }
    return last.result
  }
}
