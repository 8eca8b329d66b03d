import { setTimeout as sleep } from 'node:timers/promises'
import { inFlight } from '../shared/inFlight'
import { serveRemote } from '../shared/remote'
import { createCrowd, type CrowdParts } from './crowd'

/** How many connect at a time. */
const CONNECTING = 64
/** A prime, so that those who leave are spread over all. */
const STRIDE = 7

export interface Churn {
  /** Half of them leave, half return. */
  events: number
  perSecond: number
  awayMs: number
}

let crowd: ReturnType<typeof createCrowd> | undefined
const present = () => {
  if (!crowd) throw new Error('nobody has come yet')
  return crowd
}

const commands = {
  /** All connect; gives the milliseconds until each shows everybody it should. */
  storm: async (parts: CrowdParts): Promise<number> => {
    const startedAt = performance.now()
    crowd = createCrowd(parts)
    const { people, settle } = crowd
    await inFlight(people.length, CONNECTING, async (i) => people[i]?.arrive())
    await settle()
    return performance.now() - startedAt
  },
  churn: async ({ events, perSecond, awayMs }: Churn): Promise<number> => {
    const startedAt = performance.now()
    const { people, settle } = present()
    await Promise.all(
      Array.from({ length: events / 2 }, async (_, i) => {
        const person = people[(i * STRIDE) % people.length]
        await sleep((i * 2000) / perSecond)
        person?.leave()
        await sleep(awayMs)
        await person?.arrive()
      }),
    )
    await settle()
    return performance.now() - startedAt
  },
  /** So many leave for good; the others are to notice. */
  leave: async (count: number): Promise<void> => {
    const { people, settle } = present()
    for (const person of people.slice(0, count)) person.leave()
    await settle()
  },
  verify: () => present().verify(),
}

export type LoadCommands = typeof commands

serveRemote(commands)
