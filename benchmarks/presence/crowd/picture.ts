import type { Client } from '../kinds'
import { changeIn, listIn, listedIn } from './frames'

/** Whom one client shows as online. */
export interface Picture {
  take: (frame: Buffer) => void
  size: () => number
  has: (index: number) => boolean
}

export function createPicture(kind: Client, population: number): Picture {
  if (kind === 'baseline') return listPicture()
  return kind === 'floor' ? noPicture : diffPicture(population)
}

const noPicture: Picture = { take: () => {}, size: () => 0, has: () => false }

function listPicture(): Picture {
  let latest: Buffer | undefined
  let listed: Set<number> | undefined
  return {
    take: (frame) => {
      latest = frame
      listed = undefined
    },
    size: () => (latest ? listedIn(latest) : 0),
    has: (index) => latest !== undefined && (listed ??= listIn(latest)).has(index),
  }
}

function diffPicture(population: number): Picture {
  const isShown = new Uint8Array(population)
  let size = 0
  const set = (index: number, value: 0 | 1) => {
    size += value - (isShown[index] ?? 0)
    isShown[index] = value
  }
  return {
    take: (frame) => {
      const { joined, left } = changeIn(frame)
      for (const index of left) set(index, 0)
      for (const index of joined) set(index, 1)
    },
    size: () => size,
    has: (index) => isShown[index] === 1,
  }
}
