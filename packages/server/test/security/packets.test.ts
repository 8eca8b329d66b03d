import { describe, expect, it, vi } from 'vitest'
import { byToken, start } from '../harness'
import { joinRaw } from './rawClient'
import { unlimited } from './unlimited'

describe('an event that nothing handles', () => {
  it.each([5, -1.5, 1e308, '__proto__', 'toString', 'error', ''])(
    'called %j is answered, and neither logged nor the end of anything',
    async (event) => {
      const warn = vi.fn()
      const logger = { debug() {}, info() {}, warn, error: warn }
      const server = await start({ ...byToken, ...unlimited, logger })
      const eve = await joinRaw(server.port, { auth: { token: 'token-eve' } })
      eve.send(`42[${JSON.stringify(event)},{"forged":"line"}]`)
      expect(await eve.ask(event, '{"forged":"line"}')).toMatchObject({
        ok: false,
        error: { code: 'UNKNOWN_EVENT' },
      })
      for (const nameless of ['42', '421', '42[5]', '421[5,{}]', '42[""]']) eve.send(nameless)
      expect(await eve.ask('data:sync')).toMatchObject({ ok: true })
      expect(warn).not.toHaveBeenCalled()
    },
  )
})
