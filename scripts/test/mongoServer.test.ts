import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startMongoServer } from '../mongoServer.mjs'

const NO_PROGRAMS = { PATH: '/nonexistent' }

describe('startMongoServer', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    vi.spyOn(console, 'warn').mockImplementation(() => {})
  })
  afterEach(() => vi.restoreAllMocks())

  it('takes the server at MONGODB_URL and names it without its password', async () => {
    const url = 'mongodb://me:p%40ss@one:27017,two:27018/app?replicaSet=rs0'
    const server = await startMongoServer({ ...NO_PROGRAMS, MONGODB_URL: url })
    expect(server).toMatchObject({ url, name: 'MONGODB_URL, one:27017,two:27018' })
    expect(console.log).toHaveBeenCalledWith(
      'MongoDB server of the tests: MONGODB_URL, one:27017,two:27018',
    )
  })

  it('says loudly what to install where there is no Java', async () => {
    expect(await startMongoServer(NO_PROGRAMS)).toBeUndefined()
    expect(console.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^SKIPPED: .*no javac and no mvn found.*apt-get install/),
    )
  })

  it('fails with CI=true, so that nothing is skipped unseen', async () => {
    await expect(startMongoServer({ ...NO_PROGRAMS, CI: 'true' })).rejects.toThrow(
      /no javac and no mvn found/,
    )
  })
})
