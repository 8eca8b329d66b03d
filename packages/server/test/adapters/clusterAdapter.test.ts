import { beforeAll, describe, expect, it } from 'vitest'
import { clusterAdapter } from '../../src/adapters/cluster'
import { bundle } from './bundle'
import { startListener, untilHeard } from './redis'
import { startProcess } from './startProcess'

describe('clusterAdapter', () => {
  let script: string
  beforeAll(async () => {
    script = await bundle('clusterWorkers.ts')
  })

  const startWorkers = async (...args: string[]) => {
    const primary = await startProcess(script, args)
    const [here, there] = await Promise.all(
      primary.ports.map((port) => startListener(`http://127.0.0.1:${port}`, 'room')),
    )
    return { primary, here: here!, there: there! }
  }

  it('carries what one worker emits to the clients of another, in order', async () => {
    const { primary, here, there } = await startWorkers()
    await untilHeard((probe) => primary.ask({ emit: probe }), there)
    for (let i = 1; i <= 5; i++) primary.ask({ emit: `n-${i}` })
    await Promise.all([here.hears('n-5'), there.hears('n-5')])
    for (const { events } of [here, there]) {
      const numbers = events().filter((event) => event.startsWith('n-'))
      expect(numbers).toEqual(['n-1', 'n-2', 'n-3', 'n-4', 'n-5'])
    }
    // The primary was asked, and answered in time.
    await new Promise((resolve) => setTimeout(resolve, 5500))
    expect(primary.lines).toEqual([])
  })

  it('says what to call where the primary passes nothing on, while each worker serves its own', async () => {
    const { primary, here, there } = await startWorkers('without setup')
    primary.ask({ emit: 'alone' })
    await here.hears('alone')
    expect((await primary.logged('error')).message).toMatch(/call setupPrimary\(\)/)
    expect(there.events()).toEqual([])
  })

  it('refuses a process that is no worker, with the way out', () => {
    expect(() => clusterAdapter()).toThrow(/what cluster.fork\(\) starts/)
  })
})
