import { sleep } from '../sleep'
import { startBystanders, type Bystanders } from './bystander'
import { startAttacker, startServer, type ServerUnderAttack } from './processes'

interface Scripts {
  server: string
  attacker: string
}

const ROUNDS = 5
const WINDOW_MS = 8000
/** What two windows of the same kind differ by on a machine that others use too. */
const NOISE_MS = 2
const MB = 1_000_000

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const most = (values: number[]) => Math.max(...values)
const fixed = (value: number, digits = 1) => value.toFixed(digits)

/** Memory while `run` is under way, looked at four times a second. */
async function peakOf(server: ServerUnderAttack, run: () => Promise<void>) {
  let peak = 0
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await server.ask({ kind: 'memory' }))
      await sleep(250)
    }
  })()
  await run()
  isOver = true
  await looking
  return peak
}

/** Somebody who is sent 1 MB a second: first reads it, then does not. */
async function slowRound(scripts: Scripts, server: ServerUnderAttack, others: Bystanders) {
  const attacker = startAttacker(scripts.attacker)
  const userId = 'slow'
  await attacker.run({ kind: 'connect', url: server.url, userId, receiverId: 'nobody' })
  await server.ask({ kind: 'feed', userId, bytesPerSecond: MB })
  await sleep(500)
  let calm = 0
  const before = await peakOf(server, async () => void (calm = await others.p99(WINDOW_MS)))
  server.closed.length = 0
  await attacker.run({ kind: 'pause' })
  const pausedAt = Date.now()
  let troubled = 0
  const peak = await peakOf(server, async () => void (troubled = await others.p99(WINDOW_MS)))
  const end = server.closed.find(({ closed }) => closed === userId)
  await server.ask({ kind: 'feed', userId, bytesPerSecond: 0 })
  attacker.end()
  const seconds = end ? (end.at - pausedAt) / 1000 : Infinity
  return { calm, troubled, seconds, growth: (peak - before) / MB }
}

/** Somebody who sends 1000 messages a second, and is back at once when cut. */
async function floodRound(scripts: Scripts, server: ServerUnderAttack, others: Bystanders) {
  const attacker = startAttacker(scripts.attacker)
  const userId = `flooder${Date.now()}`
  const receiverId = 'nobody'
  await attacker.run({ kind: 'connect', url: server.url, userId, receiverId })
  const calm = await others.p99(WINDOW_MS)
  const beganAt = Date.now()
  await attacker.run({ kind: 'flood', perSecond: 1000 })
  const troubled = await others.p99(WINDOW_MS)
  const { sent, cuts } = await attacker.run({ kind: 'stop' })
  const seconds = cuts[0] === undefined ? Infinity : (cuts[0] - beganAt) / 1000
  const stored = await server.ask({ kind: 'stored', senderId: userId, receiverId })
  attacker.end()
  return { calm, troubled, seconds, sent, stored }
}

async function rounds<Round>(
  scripts: Scripts,
  run: (scripts: Scripts, server: ServerUnderAttack, others: Bystanders) => Promise<Round>,
) {
  const server = await startServer(scripts.server)
  const others = await startBystanders(server.url)
  const all: Round[] = []
  for (let n = 0; n < ROUNDS; n++) all.push(await run(scripts, server, others))
  const refused = others.refused()
  others.close()
  server.end()
  return { all, refused }
}

const p99Of = (all: { calm: number; troubled: number }[]) => {
  const calm = median(all.map((it) => it.calm))
  const troubled = median(all.map((it) => it.troubled))
  return {
    isFair: troubled <= Math.max(calm * 1.2, calm + NOISE_MS),
    text: `${fixed(calm, 2)} → ${fixed(troubled, 2)} ms`,
  }
}

/** Measures what hostile clients do to a server and to others; prints a line for each kind. */
export async function runHostile(scripts: Scripts): Promise<boolean> {
  const slow = await rounds(scripts, slowRound)
  const slowP99 = p99Of(slow.all)
  const seconds = most(slow.all.map((it) => it.seconds))
  const growth = median(slow.all.map((it) => it.growth))
  const isSlowHeld = seconds <= 7 && growth <= 10
  console.log(
    `slow consumer at 1 MB/s: cut after ${fixed(seconds)} s at most, memory +${fixed(growth)} MB, p99 of others ${slowP99.text}, ${slow.refused} of theirs refused`,
  )

  const flood = await rounds(scripts, floodRound)
  const floodP99 = p99Of(flood.all)
  const cutAfter = most(flood.all.map((it) => it.seconds))
  const stored = most(flood.all.map((it) => it.stored))
  const sent = median(flood.all.map((it) => it.sent))
  // A user has 1500 at once and 100 a second, on however many connections.
  const isFloodHeld = cutAfter <= 60 && stored <= 1500 + 100 * (WINDOW_MS / 1000 + 1)
  console.log(
    `flooder at 1000 events/s: ${stored} of ${sent} passed at most, first cut after ${fixed(cutAfter)} s, p99 of others ${floodP99.text}, ${flood.refused} of theirs refused`,
  )
  const failures = [
    !isSlowHeld && 'the slow consumer was not held',
    !slowP99.isFair && 'others suffered from the slow consumer',
    !isFloodHeld && 'the flooder was not held',
    !floodP99.isFair && 'others suffered from the flooder',
    slow.refused + flood.refused > 0 && 'honest clients were refused',
  ].filter(Boolean)
  console.log(failures.length === 0 ? 'all within bounds' : `FAILED: ${failures.join('; ')}`)
  return failures.length === 0
}
