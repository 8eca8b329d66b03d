import path from 'node:path'
import { startServer } from './startServer'

const port = Number(process.env.PORT ?? 4000)
const root = path.resolve(import.meta.dirname, '../..')

try {
  const server = await startServer({
    port,
    dataDir: process.env.DATA_DIR ?? path.join(root, '.data'),
    webDir: path.join(root, 'dist/web'),
    redisUrl: process.env.REDIS_URL,
    nodeName: process.env.NODE_NAME,
  })
  console.log(
    `\n  The chat is at ${server.url} – sign in here, and as somebody else in a private window.\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close())
  }
} catch (error) {
  if (!isPortTaken(error)) throw error
  console.error(`Port ${port} is taken. Choose another one, for example: PORT=${port + 1}`)
  process.exitCode = 1
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
