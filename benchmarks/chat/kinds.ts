import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryStore } from '@monhub/realtime-server'
import { mongoStore } from '@monhub/realtime-server/mongodb'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { MongoClient } from 'mongodb'
import { listen, newHttpServer } from '../shared/listen'
import { sqliteDriver, type SqliteDriver } from '../shared/sqliteDriver'
import type { ChatServer } from './chatServer'
import { startFloor } from './floor'
import { startRealtime } from './realtime'
import { startRelay } from './relay'

export type Kind = 'floor' | 'relay' | 'memory' | 'sqlite' | 'other sqlite' | 'mongodb'

/** A file on the disk of this folder: what is in /tmp may be in memory. */
export const dataFolder = (name: string) =>
  join(import.meta.dirname, '../.data', `${name}-${process.pid}`)

export async function startKind(
  kind: Kind,
  mongoUrl?: string,
): Promise<{ port: number; server: ChatServer }> {
  const httpServer = newHttpServer()
  const server = await start[kind](httpServer, mongoUrl)
  return { server, port: await listen(httpServer) }
}

type Start = (
  httpServer: ReturnType<typeof newHttpServer>,
  mongoUrl?: string,
) => Promise<ChatServer> | ChatServer

const start: Record<Kind, Start> = {
  floor: startFloor,
  relay: startRelay,
  memory: (httpServer) => startRealtime(httpServer, memoryStore()),
  sqlite: (httpServer) => startSqlite(httpServer, sqliteDriver(false)),
  'other sqlite': (httpServer) => startSqlite(httpServer, sqliteDriver(true)),
  mongodb: async (httpServer, mongoUrl = '') => {
    const client = await MongoClient.connect(mongoUrl)
    const db = client.db(`realtime_benchmark_${process.pid}`)
    const server = startRealtime(httpServer, mongoStore(db))
    return closing(server, async () => {
      await db.dropDatabase()
      await client.close()
    })
  },
}

async function startSqlite(httpServer: ReturnType<typeof newHttpServer>, Database: SqliteDriver) {
  const folder = dataFolder('store')
  await mkdir(folder, { recursive: true })
  const db = new Database(join(folder, 'chat.db'))
  const server = startRealtime(httpServer, sqliteStore(db))
  return closing(server, async () => {
    db.close()
    await rm(folder, { recursive: true })
  })
}

const closing = (server: ChatServer, then: () => Promise<void>): ChatServer => ({
  ...server,
  close: async () => {
    await server.close()
    await then()
  },
})
