import { startMongoServer } from '../../scripts/mongoServer.mjs'
import { measureStore, type Durable } from './durable'
import type { Sizes } from './sizes'

/** Undefined on a machine without a MongoDB server and without Java to run one. */
export async function measureMongodb(
  { rounds, textLength, mongodb: { messages } }: Sizes,
  say: (line: string) => void,
): Promise<(Durable & { server: string }) | undefined> {
  const server = await startMongoServer()
  if (!server) return undefined
  try {
    const entry = { kind: 'mongodb' as const, mongoUrl: server.url }
    const work = { rounds, textLength, messages, appends: messages }
    return { server: server.name, ...(await measureStore(entry, work, say)) }
  } finally {
    await server.stop()
  }
}
