import type { Collections, Fields } from '../database'
import { toRow } from '../values'

/** The newest entry of a log, as far as an import has come. */
export interface Head {
  seq: number
  createdAt: Date
}

export type Heads = ReturnType<typeof createHeads>

/** Where each log ends: as was seen or, where there is an index for it, as is looked up. */
export function createHeads({ messages }: Collections, isIndexed: boolean) {
  const heads = new Map<string, Head>()

  function see(conversationId: string, { seq, createdAt }: Fields): void {
    const before = heads.get(conversationId) ?? { seq: 0, createdAt: new Date(0) }
    if (typeof seq !== 'number' || !(createdAt instanceof Date)) return
    heads.set(conversationId, {
      seq: Math.max(before.seq, seq),
      createdAt: createdAt > before.createdAt ? createdAt : before.createdAt,
    })
  }

  /** What is stored takes the place of what was only meant to be. */
  async function lookUp(conversationIds: Iterable<string>): Promise<void> {
    if (!isIndexed) return
    await Promise.all(
      [...new Set(conversationIds)].map(async (conversationId) => {
        const newest = await messages.findOne(
          { conversationId },
          { sort: { seq: -1 }, projection: { seq: 1, createdAt: 1 } },
        )
        heads.delete(conversationId)
        if (newest !== null) see(conversationId, toRow(newest))
      }),
    )
  }

  return {
    see,
    lookUp,
    of: (conversationId: string): Head | undefined => heads.get(conversationId),
  }
}
