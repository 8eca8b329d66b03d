import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

// So that what is to be done at the end of this process is done.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

const server = await bundle('server/main.ts', 'server.mjs')
const { runSeeds } = await import(pathToFileURL(await bundle('runSeeds.ts', 'runSeeds.mjs')).href)
const isClean = await runSeeds({ server, args: process.argv.slice(2) })
process.exit(isClean ? 0 : 1)
