import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { input, SOME_MESSAGE, type Input } from './fuzzInput'
import { bundleFuzzServer, startFuzzProcess, type FuzzProcess } from './fuzzProcess'
import { openRawClient, type Answer, type RawClient } from './rawClient'

// Anew every day, and said, so that a failure can be had again.
const today = Math.floor(Date.now() / 86_400_000)
const seed = Number(process.env.FUZZ_SEED ?? today)
const inputs = Number(process.env.FUZZ_INPUTS ?? 100_000)

const MAX_GROWTH = 50 * 1024 * 1024
const users = ['ada', 'bob', 'eve', '__proto__']
let script = ''
beforeAll(async () => {
  script = await bundleFuzzServer()
})

/** A server with clients on it, made anew when an input has ended it, so that shrinking goes on. */
function createTarget(args: string[] = []) {
  let server: FuzzProcess | undefined
  let clients: RawClient[] = []
  let someMessage = ''
  let sent = 0

  const ready = async () => {
    if (!server?.isAlive()) {
      await server?.stop()
      clients = []
      server = await startFuzzProcess(script, args)
    }
    const { port } = server
    for (const [i, userId] of users.entries()) {
      if (clients[i]?.isOpen()) continue
      const rt = i % 2 === 0 ? { rt: { v: 2 } } : {}
      clients[i] = await openRawClient(port, { auth: { token: `token-${userId}`, ...rt } })
    }
    return server
  }

  const ask = async ({ event, args: text }: Input, i: number): Promise<Answer> => {
    const client = clients[i % clients.length]!
    const answer = await client.ask(event, text.replaceAll(SOME_MESSAGE, someMessage) || undefined)
    if (answer.ok === true && event === 'message:send') {
      someMessage = (answer.message as { _id: string })._id
    }
    return answer
  }

  return {
    ready,
    sent: () => sent,
    send: (batch: readonly Input[]): Promise<Answer[]> => {
      sent += batch.length
      for (const client of clients) client.heard.length = 0
      return inTime(Promise.all(batch.map(ask)))
    },
    stop: () => server?.stop(),
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('an event was not answered within 5 s')), 5000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

type Target = ReturnType<typeof createTarget>
/** What is wrong with what became of a batch. */
type Judge = (answers: Answer[]) => string | undefined

/** Sends a batch, which is to harm nobody; on failure gives the smallest part of it that fails. */
async function harmOf(target: Target, batch: Input[], judge: Judge): Promise<string | undefined> {
  const server = await target.ready()
  const harm = await target.send(batch).then(judge, String)
  // Connections are gone before the process is.
  const isDead = await server.connections().then(
    () => false,
    () => true,
  )
  if (harm === undefined && !isDead) return undefined
  const middle = batch.length >> 1
  const halves = batch.length > 1 ? [batch.slice(0, middle), batch.slice(middle)] : []
  for (const half of halves) {
    const smaller = await harmOf(target, half, judge)
    if (smaller !== undefined) return smaller
  }
  return `${isDead ? 'the server ended' : harm}\n${JSON.stringify(batch)}\n${server.lastWords()}`
}

async function fuzz(target: Target, judge: Judge, { seed, runs }: { seed: number; runs: number }) {
  let harm: string | undefined
  const batches = fc.array(input, { minLength: 1, maxLength: 400, size: 'max' })
  await fc.check(
    fc.asyncProperty(batches, async (batch) => {
      harm = await harmOf(target, batch, judge)
      return harm === undefined
    }),
    // Halving is what shrinks here: each step may have to start a server.
    { seed, numRuns: runs, endOnFailure: true },
  )
  if (harm !== undefined) throw new Error(harm)
}

describe('any event with any payload', () => {
  const target = createTarget()
  afterAll(() => target.stop())

  it('is answered with a code; nothing crashes, fails or grows', { timeout: 240_000 }, async () => {
    console.log(`fuzz seed ${seed}; the same again: FUZZ_SEED=${seed}`)
    const judge: Judge = (answers) =>
      answers.flatMap((answer) => {
        if (answer.ok === true) return []
        if (answer.ok === 'closed') return ['a connection was closed']
        return /INTERNAL|STORE_UNAVAILABLE|AUTHENTICATION/.exec(answer.error.code) ?? []
      })[0]
    const round = (i: number) => fuzz(target, judge, { seed: seed + i, runs: 50 })

    const server = await target.ready()
    await round(0)
    const before = await server.memory()
    for (let i = 1; target.sent() < inputs; i++) await round(i)
    const after = await server.memory()
    const growth = after.rss - before.rss
    console.log(`${target.sent()} inputs; RSS ${mebibytes(before.rss)} + ${mebibytes(growth)} MiB`)
    expect(await server.failures()).toEqual([])
    expect(growth).toBeLessThan(MAX_GROWTH)
  })
})

describe('any event with any payload, with limits on', () => {
  const target = createTarget(['limited'])
  afterAll(() => target.stop())

  it('crashes nothing, also when connections are cut', { timeout: 60_000 }, async () => {
    await fuzz(target, () => undefined, { seed, runs: 20 })
    const server = await target.ready()
    expect(await server.failures()).toEqual([])
  })
})

const mebibytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
