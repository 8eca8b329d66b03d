import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

const server = await bundle('server/main.ts', 'server.mjs')
const { runSeeds } = await import(pathToFileURL(await bundle('runSeeds.ts', 'runSeeds.mjs')).href)
const isClean = await runSeeds({ server, args: process.argv.slice(2) })
process.exit(isClean ? 0 : 1)
