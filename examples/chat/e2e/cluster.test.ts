import { expect } from 'vitest'
import { hasRedisServer } from '../../../scripts/redisServer.mjs'
import { startCluster } from './cluster'
import { describeInBrowser, it as onOneNode } from './it'
import type { Person } from './person'

const it = onOneNode.extend('cluster', async ({}, { onCleanup }) => {
  const cluster = await startCluster()
  onCleanup(() => cluster.remove())
  return cluster
})

const nodeOf = ({ page }: Person) => page.getByText(/^node \d of 3$/).textContent()

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describeInBrowser('the demo on three nodes', { skip: !hasRedisServer() }, () => {
  it('loses nothing when the node of somebody is killed', async ({ arrive, cluster }) => {
    const ann = await arrive('Ann', { baseURL: cluster.url })
    const bob = await arrive('Bob', { baseURL: cluster.url })
    const [before, other] = [await nodeOf(ann), await nodeOf(bob)]
    expect(before).not.toBe(other)
    await ann.online('Bob').waitFor()
    await bob.online('Ann').waitFor()
    await ann.open('Bob')
    await bob.open('Ann')
    await ann.say('From one node')
    await bob.message('From one node').waitFor()
    await bob.say('From another')
    await ann.message('From another').waitFor()

    process.kill(cluster.pids.get(before ?? '') ?? NaN, 'SIGKILL')
    await ann.connection('Connection lost').waitFor()
    await ann.say('Written without a node')
    await ann.connection('Connected').waitFor()
    expect(await nodeOf(ann)).not.toBe(before)
    await ann.say('Written on the next')
    await bob.message('Written on the next').waitFor()
    await ann.marked('Written on the next', 'Read').waitFor()
    await ann.online('Bob').waitFor()
    await bob.online('Ann').waitFor()
    const written = [
      'From one node',
      'From another',
      'Written without a node',
      'Written on the next',
    ]
    expect(await ann.texts()).toEqual(written)
    expect(await bob.texts()).toEqual(written)
    await cluster.printed(new RegExp(`${before} is back`))
  })

  it('leaves no process behind', async ({ cluster }) => {
    const pids = [...cluster.pids.values()]
    expect(pids.map(isAlive)).toEqual([true, true, true])
    expect(await cluster.interrupt()).toBe(0)
    expect(pids.map(isAlive)).toEqual([false, false, false])
  })
})
