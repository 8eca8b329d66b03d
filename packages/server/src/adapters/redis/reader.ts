import { setTimeout as sleep } from 'node:timers/promises'

/** The commands of both libraries that a reader of streams is made of. */
interface StreamClient {
  xRead?: (streams: { key: string; id: string }[], options: object) => Promise<unknown>
  xRevRange?: (...args: unknown[]) => Promise<{ id: string }[]>
  xread?: (...args: unknown[]) => Promise<unknown>
  xrevrange?: (...args: unknown[]) => Promise<[id: string][]>
}

const PAUSE_MS = 200
/** A lost connection fails one read, and the next waits until there is one. */
const FAILING = 3

export interface Reader {
  commands: Record<string, unknown>
  isFailing: () => boolean
}

/**
 * The read commands of a client as the streams adapter may call them without end: it asks again the
 * moment one fails, which with a client that fails at once is a loop that no timer gets through, and
 * it asks for `$`, what comes from now on, until something came, which forgets what came in between.
 */
export function patientReads(client: StreamClient, onFailing: (error: unknown) => void): Reader {
  let lastId: string | undefined
  let failures = 0

  const from = async (key: string, id: string) => {
    if (id !== '$') return id
    if (lastId !== undefined) return lastId
    const [newest] = client.xRevRange
      ? (await client.xRevRange(key, '+', '-', { COUNT: 1 })).map((entry) => entry.id)
      : ((await client.xrevrange?.(key, '+', '-', 'COUNT', 1)) ?? []).map(([entryId]) => entryId)
    return (lastId = newest ?? '0-0')
  }

  const patient = async (read: () => Promise<unknown>) => {
    try {
      const answer = await read()
      failures = 0
      return answer
    } catch (error) {
      if (++failures === FAILING) onFailing(error)
      await sleep(PAUSE_MS)
      throw error
    }
  }

  const commands = client.xRead
    ? {
        xRead: ([stream]: [{ key: string; id: string }], options: object) =>
          patient(async () =>
            client.xRead?.([{ key: stream.key, id: await from(stream.key, stream.id) }], options),
          ),
      }
    : {
        // BLOCK ms COUNT n STREAMS key id
        xread: (...args: string[]) =>
          patient(async () => {
            const [key = '', id = '$'] = args.slice(-2)
            return client.xread?.(...args.slice(0, -1), await from(key, id))
          }),
      }
  return { commands, isFailing: () => failures >= FAILING }
}
