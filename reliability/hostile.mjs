import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

const server = await bundle('hostile/server.ts', 'hostile-server.mjs')
const attacker = await bundle('hostile/attacker.ts', 'hostile-attacker.mjs')
const script = await bundle('hostile/runHostile.ts', 'runHostile.mjs')
const { runHostile } = await import(pathToFileURL(script).href)
process.exit((await runHostile({ server, attacker })) ? 0 : 1)
