import { setTimeout as sleep } from 'node:timers/promises'
import { idOf, watchedBy, type Client } from '../kinds'
import { createPerson, type Person } from './person'

export interface CrowdParts {
  port: number
  kind: Client
  population: number
}

/** Without any news for so long, what is missing is lost, not late. */
const PATIENCE_MS = 15_000

/** Everybody there is, here or not, and a judge of what they show. */
export function createCrowd({ port, kind, population }: CrowdParts) {
  let news = 0
  let lost: Error | undefined
  const everybody = Array.from({ length: population }, (_, i) => i)
  const watches = everybody.map((i) => {
    if (kind === 'floor') return []
    return kind === 'watched' ? watchedBy(i, population) : everybody
  })
  const people = everybody.map((index) =>
    createPerson({
      ...{ port, kind, index, population },
      watches: watches[index] ?? [],
      onNews: () => {
        news++
      },
      onLost: (error) => {
        lost = error
      },
    }),
  )
  const isHere = (index: number) => people[index]?.isHere() ?? false

  const isComplete = (hereCount: number) => (person: Person, index: number) => {
    const seesAll = kind === 'all' || kind === 'baseline'
    const expected = seesAll ? hereCount : (watches[index] ?? []).filter(isHere).length
    return !person.isHere() || person.picture().size() === expected
  }

  const complaint = () => {
    const hereCount = everybody.filter(isHere).length
    const index = people.findIndex((person, i) => !isComplete(hereCount)(person, i))
    return `${hereCount} are here, and ${idOf(index)} shows ${people[index]?.picture().size() ?? 0}`
  }

  return {
    people,
    /** Waits until every client shows as many people as are here. */
    settle: async () => {
      let [seen, since] = [news, performance.now()]
      while (!people.every(isComplete(everybody.filter(isHere).length))) {
        if (lost) throw lost
        if (news !== seen) [seen, since] = [news, performance.now()]
        if (performance.now() - since > PATIENCE_MS) throw new Error(complaint())
        await sleep(20)
      }
    },
    /** Compares what every client shows, person by person, with who is here. */
    verify: () => {
      people.forEach((person, viewer) => {
        if (!person.isHere()) return
        const wrong = watches[viewer]?.find(
          (index) => person.picture().has(index) !== isHere(index),
        )
        if (wrong === undefined) return
        const truth = isHere(wrong) ? 'online' : 'offline'
        throw new Error(`${idOf(viewer)} is wrong about ${idOf(wrong)}, who is ${truth}`)
      })
    },
  }
}
