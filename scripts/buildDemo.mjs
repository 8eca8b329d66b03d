import { pnpm } from './pnpm.mjs'
import { seconds } from './seconds.mjs'

/** @type {[what: string, args: string[]][]} */
const STEPS = [
  ['Building the two packages (half a minute)', ['build']],
  ['Building the demo (a few seconds)', ['--filter', '@monhub/example-chat', 'build']],
]

for (const [what, args] of STEPS) {
  const startedAt = performance.now()
  process.stdout.write(`${what} … `)
  const { code, output } = await pnpm(args)
  console.log(code === 0 ? seconds(startedAt) : `failed\n${output}`)
  if (code !== 0) process.exit(code)
}
