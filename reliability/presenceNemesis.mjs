import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

// So that what is to be done at the end of this process is done.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

const server = await bundle('server/main.ts', 'server.mjs')
const script = await bundle('presence/runPresenceSeeds.ts', 'runPresenceSeeds.mjs')
const { runPresenceSeeds } = await import(pathToFileURL(script).href)
const isClean = await runPresenceSeeds({ server, args: process.argv.slice(2) })
process.exit(isClean ? 0 : 1)
