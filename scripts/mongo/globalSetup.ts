import type { TestProject } from 'vitest/node'
import { startMongoServer } from '../mongoServer.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    mongoUrl: string
  }
}

/** One server for all files; each test takes a database of its own. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = await startMongoServer()
  project.provide('mongoUrl', server?.url ?? '')
  return server?.stop
}
