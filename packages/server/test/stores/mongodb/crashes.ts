import { EventEmitter, once } from 'node:events'
import type { MongoCollection, MongoDatabase } from '../../../src/stores/mongodb'

type Method = Exclude<keyof MongoCollection, 'find' | 'initializeUnorderedBulkOp'>

interface Place {
  collection: string
  method: Method
  /** Whether the server still did it. */
  done: boolean
  /** What the caller sees. */
  error?: Error
}

/** The same database, until one call of a method fails; from then on as from a process that died. */
export function dyingAt(db: MongoDatabase, place: Place): MongoDatabase {
  const { error = new Error('the process died') } = place
  let isDead = false
  return {
    collection: (name, options) =>
      new Proxy(db.collection(name, options), {
        get(target, method): unknown {
          const original: unknown = Reflect.get(target, method)
          if (typeof original !== 'function') return original
          return (...args: unknown[]): unknown => {
            if (isDead) throw error
            if (name !== place.collection || method !== place.method) {
              return Reflect.apply(original, target, args)
            }
            isDead = true
            const done = place.done ? Reflect.apply(original, target, args) : undefined
            return Promise.resolve(done).then(() => {
              throw error
            })
          }
        },
      }),
  }
}

const WRITES = new Set(['insertOne', 'updateOne', 'updateMany', 'deleteMany', 'bulkWrite'])

/** The same database, for a process that dies when it is about to write for the time after `writes`. */
export function dyingAfter(db: MongoDatabase, writes: number): MongoDatabase {
  let left = writes
  return {
    collection: (name, options) =>
      new Proxy(db.collection(name, options), {
        get(target, method): unknown {
          const original: unknown = Reflect.get(target, method)
          if (typeof original !== 'function') return original
          return (...args: unknown[]): unknown => {
            if (WRITES.has(String(method))) left--
            if (left < 0) return Promise.reject(new Error('the process died'))
            return Reflect.apply(original, target, args)
          }
        },
      }),
  }
}

/** Lets `work` die before its first write, before its second and so on, until it lives through. */
export async function atEveryWrite(
  work: (writes: number) => Promise<unknown>,
  afterwards: (writes: number) => Promise<void>,
): Promise<number> {
  for (let writes = 0; ; writes++) {
    const isDone = await work(writes).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'the process died') throw error
        return false
      },
    )
    await afterwards(writes)
    if (isDone) return writes
  }
}

/** The same database, for a process that stops for a while when it first calls a method. */
export function pausedAt(db: MongoDatabase, place: { collection: string; method: Method }) {
  const gate = new EventEmitter()
  const reached = once(gate, 'reached')
  const released = once(gate, 'released')
  const paused: MongoDatabase = {
    collection: (name, options) =>
      new Proxy(db.collection(name, options), {
        get(target, method): unknown {
          const original: unknown = Reflect.get(target, method)
          if (typeof original !== 'function') return original
          if (name !== place.collection || method !== place.method) return original.bind(target)
          return async (...args: unknown[]): Promise<unknown> => {
            gate.emit('reached')
            await released
            return Reflect.apply(original, target, args)
          }
        },
      }),
  }
  return { db: paused, reached, release: () => gate.emit('released') }
}
