/** Makes verbs that wait for `prepare`, which runs until it succeeded once, and that `close` ends. */
export function createLifetime(prepare: () => Promise<void>) {
  const running = new Set<Promise<unknown>>()
  let isClosed = false
  let prepared: Promise<void> | undefined

  function ready(): Promise<void> {
    prepared ??= prepare().catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    return prepared
  }

  return {
    verb:
      <Argument, Result>(work: (argument: Argument) => Promise<Result>) =>
      async (argument: Argument): Promise<Result> => {
        if (isClosed) throw new Error('This MongoDB store was closed')
        assertPlain(argument)
        const result = ready().then(() => work(argument))
        running.add(result)
        try {
          return await result
        } finally {
          running.delete(result)
        }
      },
    /** Resolves when the calls that were made before are done. */
    async close(): Promise<void> {
      isClosed = true
      await Promise.allSettled(running)
    },
  }
}

/** Stored as JSON text, so anything may stand there. */
const FREE_FIELDS = new Set(['metadata', 'data'])

/** Filters are built of these: an object where text belongs would be an operator to the server. */
function assertPlain(argument: unknown): void {
  if (typeof argument !== 'object' || argument === null) {
    assertScalar(argument)
    return
  }
  for (const [name, value] of Object.entries(argument)) {
    if (FREE_FIELDS.has(name)) continue
    if (name.startsWith('$')) throw new TypeError(`A store knows no argument ${name}`)
    if (Array.isArray(value)) value.forEach(assertScalar)
    else assertScalar(value)
  }
}

function assertScalar(value: unknown): void {
  if (value === undefined || typeof value === 'string' || Number.isFinite(value)) return
  if (typeof value === 'boolean') return
  throw new TypeError('A store takes text, numbers and booleans only, metadata and data aside')
}
