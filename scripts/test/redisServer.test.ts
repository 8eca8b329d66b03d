import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasRedisServer } from '../redisServer.mjs'

const NO_PROGRAMS = { PATH: '/nonexistent' }

describe('hasRedisServer', () => {
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
  afterEach(() => vi.restoreAllMocks())

  it('says loudly what to install where there is no redis-server', () => {
    expect(hasRedisServer(NO_PROGRAMS)).toBe(false)
    expect(console.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^SKIPPED: .*no redis-server found.*apt-get install redis-server/),
    )
  })

  it('fails with CI=true, so that nothing is skipped unseen', () => {
    expect(() => hasRedisServer({ ...NO_PROGRAMS, CI: 'true' })).toThrow(/no redis-server found/)
  })
})
