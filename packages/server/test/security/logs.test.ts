import { inspect } from 'node:util'
import createDebug from 'debug'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  memoryStore,
  type Logger,
  type SocketServiceOptions,
  type StandardSchema,
} from '@monhub/realtime-server'
import { defaultLogger, safeLogger } from '../../src/logger'
import { join, start } from '../harness'
import { joinRaw } from './rawClient'

afterEach(() => {
  vi.restoreAllMocks()
  createDebug.disable()
})

const secrets = {
  token: 'SECRET-token',
  cookie: 'SECRET-cookie',
  header: 'SECRET-header',
  text: 'SECRET-text',
  metadata: 'SECRET-metadata',
  presence: 'SECRET-presence',
  notice: 'SECRET-notice',
  custom: 'SECRET-custom',
}

const anything: StandardSchema<unknown> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
}

/** Everything a logger was handed, as deep as it goes: also what errors hide. */
function recorder() {
  const calls: unknown[][] = []
  const take =
    (level: string) =>
    (...args: unknown[]) =>
      calls.push([level, ...args])
  const logger: Logger = {
    debug: take('debug'),
    info: take('info'),
    warn: take('warn'),
    error: take('error'),
  }
  return { logger, calls, text: () => inspect(calls, { depth: 20, showHidden: true }) }
}

/** What a database says that could not write a document, with the document, and why. */
const refusalOf = (document: unknown) =>
  Object.assign(
    new Error(`E11000 duplicate key error dup key: { text: "${JSON.stringify(document)}" }`, {
      cause: Object.assign(new Error(`cannot write "${JSON.stringify(document)}`), { document }),
    }),
    { code: 11000, op: document, writeErrors: [{ err: { op: document } }], toJSON: () => document },
  )

/** A service whose every part fails on the second time it is asked, with all it knows. */
function failingOptions(): SocketServiceOptions {
  let isFailing = false
  const store = memoryStore()
  const failing = Object.fromEntries(
    Object.entries(store).map(([verb, run]) => [
      verb,
      typeof run !== 'function' || verb === 'close'
        ? run
        : (...args: unknown[]) => {
            if (isFailing) return Promise.reject(refusalOf(args))
            return (run as (...args: unknown[]) => unknown)(...args)
          },
    ]),
  ) as unknown as typeof store
  return {
    store: failing,
    authenticate: ({ auth, headers }) => {
      if (auth.token === 'fail') isFailing = true
      if (auth.token === `broken ${secrets.token}`) JSON.parse(secrets.token)
      if (auth.token === `refused ${secrets.token}`) throw refusalOf({ auth, headers })
      return auth.token === secrets.token || auth.token === 'fail' ? { userId: 'ada' } : null
    },
    beforeSend: (message) => {
      if (message.text.includes('hook')) throw refusalOf(message)
      return undefined
    },
    afterSend: (message) => {
      throw refusalOf(message)
    },
    profiles: () => {
      throw refusalOf(secrets)
    },
  }
}

async function runSession(logger: Logger | undefined) {
  const server = await start({ ...failingOptions(), logger }, { logger })
  const extraHeaders = { cookie: `sid=${secrets.cookie}`, authorization: secrets.header }
  const connect = (token: string) => join(server, 'ada', { auth: { token }, extraHeaders })
  server.service.on('listing:viewed', { schema: anything }, (payload) => {
    throw refusalOf(payload)
  })
  const use = async (token: string) => {
    const ada = await connect(token)
    const body = { text: secrets.text, metadata: { key: secrets.metadata } }
    const sent = await ada.request<{ message?: { _id: string } }>('message:send', {
      receiverId: 'bob',
      ...body,
    })
    const messageId = sent.message?._id ?? 'none'
    for (const [event, payload] of [
      ['message:send', { receiverId: 'bob', text: `hook ${secrets.text}` }],
      ['message:send', { receiverId: 'bob', senderId: secrets.text, ...body }],
      ['message:edit', { messageId, ...body, text: `${secrets.text} again` }],
      ['message:react', { messageId, reaction: secrets.text }],
      ['message:history', { peerId: 'bob' }],
      ['message:history', { conversationId: secrets.text, before: secrets.text }],
      ['message:delete', { messageId }],
      ['presence:set', { status: secrets.presence, text: secrets.presence }],
      ['session:refresh', { auth: { token: secrets.token } }],
      ['session:refresh', { auth: { token: `refused ${secrets.token}` } }],
      ['listing:viewed', secrets.custom],
      ['error', secrets.custom],
      [secrets.custom, secrets.custom],
    ] as const)
      await ada.request(event, payload)
    ada.close()
  }
  await use(secrets.token)
  await server.service.notify({ userId: 'ada', type: 't', title: secrets.notice, message: '' })
  for (const token of [`broken ${secrets.token}`, `refused ${secrets.token}`, 'SECRET-wrong'])
    await expect(connect(token)).rejects.toThrow()
  await expect(
    join(server, '', { extraHeaders: { ...extraHeaders, origin: 'https://evil.example' } }),
  ).rejects.toThrow()
  const raw = await joinRaw(server.port, { auth: { token: secrets.token } })
  raw.send(`42["data:sync",{"x":"${secrets.custom}"`)
  await raw.closed
  await use('fail')
  await server.service
    .notify({ userId: 'ada', type: 't', title: secrets.notice, message: '' })
    .catch(() => {})
  await server.service
    .sendMessage({ senderId: 'ada', receiverId: 'b b', text: secrets.text })
    .catch(() => {})
  await server.close()
}

describe('a log', () => {
  it('of an app holds nothing secret, at no level, on no path', async () => {
    const { logger, calls, text } = recorder()
    await runSession(logger)
    // Every path was taken that has something to say.
    for (const said of [
      ...['event refused', 'a handler failed', 'the store failed', '`authenticate` threw'],
      ...['`afterSend` threw', '`profiles` threw', 'connection refused', 'socket error'],
      ...['a call to the service was rejected', 'evil.example', 'connected', 'disconnected'],
    ])
      expect(text()).toContain(said)
    expect(
      calls.filter((call) => /SECRET/.test(inspect(call, { depth: 20, showHidden: true }))),
    ).toEqual([])
  })

  it('of nobody, on the console and under DEBUG=*, holds nothing secret', async () => {
    const printed: unknown[] = []
    vi.spyOn(console, 'warn').mockImplementation((...args) => printed.push(...args))
    vi.spyOn(console, 'error').mockImplementation((...args) => printed.push(...args))
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(line) > 0)
    createDebug.enable('monhub:*')
    await runSession(defaultLogger())
    const text = inspect(printed, { depth: 20, maxArrayLength: null, showHidden: true })
    expect(text).toContain('event refused')
    expect(text).toContain('the store failed')
    expect(text).not.toMatch(/SECRET/)
  })
})

describe('safeLogger', () => {
  const passed = (fields: object, message = '') => {
    const warn = vi.fn()
    const quiet = () => {}
    safeLogger({ debug: quiet, info: quiet, warn, error: quiet }).warn(fields, message)
    return warn.mock.calls[0] as [Record<string, unknown>, string]
  }

  it('lets nobody forge a line', () => {
    const forged = 'a\r\n[monhub] all is well\u001b[2K\u009b31m\u2028\u202e'
    const [fields, message] = passed({ [forged]: forged, error: new Error(forged) }, forged)
    const { error, ...rest } = fields as { error: Error }
    // eslint-disable-next-line no-control-regex -- none of these may be left
    const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/
    for (const text of [message, error.message, ...Object.keys(rest), ...Object.values(rest)])
      expect(text).not.toMatch(unprintable)
    expect(message).toContain('a\\u000d\\u000a[monhub]')
    expect(
      error.stack
        ?.split('\n')
        .slice(1)
        .every((line) => /^\s+at /.test(line)),
    ).toBe(true)
  })

  it('takes no frame from a message that looks like one', () => {
    const [{ error }] = passed({ error: new Error('x\n    at evil (secret.js:1:1)') })
    expect((error as Error).stack).not.toMatch(/^\s+at evil/m)
    expect((error as Error).stack).toContain('logs.test.ts')
  })

  it('caps what is long, and knows an end', () => {
    const cyclic: Record<string, unknown> = { long: 'x'.repeat(10_000) }
    cyclic.self = cyclic
    const [fields] = passed({ cyclic, many: Array(1000).fill(1), big: 1n })
    expect(JSON.stringify(fields).length).toBeLessThan(2000)
    expect(fields.big).toBe('1')
  })

  it('keeps of an error its name, code, message, frames and causes', () => {
    const cause = Object.assign(new TypeError('no route'), { code: 'EHOSTUNREACH', host: 'db1' })
    const [{ error }] = passed({ error: Object.assign(new Error('down', { cause }), { op: 1 }) })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      message: 'down',
      cause: { name: 'TypeError', code: 'EHOSTUNREACH' },
    })
    expect(error).not.toHaveProperty('op')
    expect((error as Error).cause).not.toHaveProperty('host')
  })

  it('makes no line that the logger would drop', () => {
    const quiet = () => {}
    const [debug, warn, read] = [vi.fn(), vi.fn(), vi.fn(() => 'ada')]
    const isLevelEnabled = (level: string) => level === 'warn'
    const logger = safeLogger({ debug, info: quiet, warn, error: quiet, isLevelEnabled })
    const fields = Object.defineProperty({}, 'userId', { enumerable: true, get: read })
    logger.debug(fields, 'connected')
    expect([debug, read].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    logger.warn(fields, 'refused')
    expect(warn.mock.calls).toEqual([[{ userId: 'ada' }, 'refused']])
  })

  it('survives what throws: a getter, and the logger itself', () => {
    const error = new Error('x')
    Object.defineProperty(error, 'message', {
      get() {
        throw new Error('gotcha')
      },
    })
    expect(passed({ error })[0].error).toMatchObject({ message: 'unreadable' })
    const fail = () => {
      throw new Error('the disk is full')
    }
    const broken = safeLogger({ debug: fail, info: fail, warn: fail, error: fail })
    expect(() => broken.error({}, 'x')).not.toThrow()
  })
})

describe('an Origin that is refused', () => {
  it('cannot write to the terminal', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const server = await start({}, { logger: undefined })
    await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'https://evil.example\u009b2J' },
    })
    const lines = warn.mock.calls.flat().join()
    expect(lines).toContain('evil.example\\u009b2J')
    expect(lines).not.toContain('\u009b')
  })
})
