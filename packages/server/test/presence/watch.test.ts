import { describe, expect, it } from 'vitest'
import type { PresenceDiff, PresenceWatchResult } from '@monhub/realtime-protocol'
import { join, start } from '../harness'

const watch = (client: Awaited<ReturnType<typeof join>>, payload: object) =>
  client.request<PresenceWatchResult & { ok: boolean }>('presence:watch', payload)

describe('presence:watch', () => {
  it('of ids answers with those online, and tells of these alone', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    expect((await watch(ada, { add: ['bob', 'eve'] })).users).toEqual({})
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff')
    await join(server, 'mallory')
    const bob = await join(server, 'bob')
    expect(await came).toEqual({ joined: { bob: {} } })
    expect((await watch(ada, { add: ['bob', 'mallory'] })).users).toEqual({ bob: {}, mallory: {} })
    const went = ada.next<PresenceDiff>('presence:diff', ({ left }) => left !== undefined)
    bob.close()
    expect(await went).toEqual({ left: ['bob'] })
    expect(diffs.flatMap(({ joined }) => Object.keys(joined ?? {}))).toEqual(['bob'])
  })

  it('of everybody answers with the state, and tells of each change once', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    await watch(ada, { all: true, add: ['bob'] })
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff', ({ joined }) => joined?.bob !== undefined)
    await join(server, 'bob')
    await came
    expect(diffs.filter(({ joined }) => joined?.bob !== undefined)).toHaveLength(1)
    expect((await watch(ada, { all: true })).users).toEqual({ ada: {}, bob: {} })
  })

  it('no longer tells of ids that were removed', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    await watch(ada, { add: ['bob', 'eve'] })
    await watch(ada, { remove: ['bob'] })
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff', ({ joined }) => joined?.eve !== undefined)
    await join(server, 'bob')
    await join(server, 'eve')
    await came
    expect(diffs).toEqual([{ joined: { eve: {} } }])
  })

  it('of everybody is refused with a code above the limit', async () => {
    const server = await start({ presence: { watchAllLimit: 1 } })
    const ada = await join(server, 'ada')
    await join(server, 'bob')
    expect(await watch(ada, { all: true })).toMatchObject({
      ok: false,
      error: { code: 'WATCH_ALL_REFUSED' },
    })
  })

  it('tells a v2 client nothing it did not ask for', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const heard: string[] = []
    ada.socket.onAny((event: string) => heard.push(event))
    const watcher = await join(server, 'watcher')
    await watch(watcher, { add: ['bob'] })
    const came = watcher.next('presence:diff')
    await join(server, 'bob')
    await came
    const mark = ada.next('mark')
    server.service.emitToUser('ada', 'mark', null)
    await mark
    expect(heard.filter((event) => event !== 'server:hello')).toEqual(['mark'])
  })
})
