import { startMongoServer } from '../../scripts/mongoServer.mjs'
import { measureStore, type Durable } from './durable'
import type { Sizes } from './sizes'

/** Undefined on a machine without a MongoDB server and without Java to run one. */
export async function measureMongodb(
  { rounds, textLength, mongodb }: Sizes,
  say: (line: string) => void,
): Promise<(Durable & { server: string }) | undefined> {
  if (!mongodb) return undefined
  const { messages } = mongodb
  const server = await startMongoServer()
  if (!server) return undefined
  try {
    const entry = { kind: 'mongodb' as const, mongoUrl: server.url }
    // More of them would wait for longer than the service lets a store take.
    const atOnce = { senders: 20, outstandingEach: 1 }
    const work = { rounds, textLength, messages, appends: messages, ...atOnce }
    return { server: server.name, ...(await measureStore(entry, work, say)) }
  } finally {
    await server.stop()
  }
}
