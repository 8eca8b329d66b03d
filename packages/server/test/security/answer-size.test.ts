import { describe, expect, it } from 'vitest'
import type { MessageSyncResult } from '@monhub/realtime-protocol'
import { memoryStore } from '@monhub/realtime-server'
import { join, start } from '../harness'
import { unlimited } from './unlimited'

const MEBIBYTE = 1024 * 1024
const large = { text: 'hi', metadata: { a: { b: { c: { d: { e: 'x'.repeat(40_000) } } } } } }

async function withLargeMessages(peers: string[], each: number) {
  const store = memoryStore()
  const server = await start({ ...unlimited, store })
  for (const receiverId of peers) {
    for (let i = 0; i < each; i++) {
      await server.service.sendMessage({ senderId: 'ada', receiverId, ...large })
    }
  }
  const ada = await join(server, 'ada')
  const sync = (conversations: { conversationId: string; after: number }[]) =>
    ada.request<MessageSyncResult>('message:sync', { conversations })
  return { sync }
}

describe('message:sync', () => {
  it('answers one conversation once, however often it is asked for', async () => {
    const { sync } = await withLargeMessages(['bob'], 30)
    const one = { conversationId: 'dm:ada:bob', after: 0 }
    const answer = await sync(Array<typeof one>(50).fill(one))
    expect(answer.conversations).toHaveLength(1)
    expect(JSON.stringify(answer).length).toBeLessThan(1.1 * MEBIBYTE)
  })

  it('cuts what many long conversations hold, and the rest comes when asked for', async () => {
    const peers = Array.from({ length: 12 }, (_, i) => `user-${i}`)
    const { sync } = await withLargeMessages(peers, 10)
    const after = new Map(peers.map((peer) => [`dm:ada:${peer}`, 0]))
    const seen = new Map<string, number[]>()
    let rounds = 0
    while (after.size > 0) {
      const { conversations } = await sync(
        [...after].map(([conversationId, seq]) => ({ conversationId, after: seq })),
      )
      expect(JSON.stringify(conversations).length).toBeLessThan(1.7 * MEBIBYTE)
      for (const { conversationId, entries, hasMore } of conversations) {
        const seqs = entries.map(({ seq }) => seq)
        seen.set(conversationId, [...(seen.get(conversationId) ?? []), ...seqs])
        if (hasMore) after.set(conversationId, seqs.at(-1)!)
        else after.delete(conversationId)
      }
      rounds++
    }
    expect(rounds).toBeGreaterThan(3)
    for (const seqs of seen.values()) expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('leaves of a page that starts over its newest part', async () => {
    const { sync } = await withLargeMessages(['bob', 'cy'], 30)
    // A client that is ahead of the log is given the newest page.
    const { conversations } = await sync(
      ['bob', 'cy'].map((peer) => ({ conversationId: `dm:ada:${peer}`, after: 9999 })),
    )
    const [bob, cy] = conversations
    expect(bob).toMatchObject({ reset: true, hasMore: false })
    expect(bob!.entries.at(-1)!.seq).toBe(30)
    expect(bob!.entries.length).toBeLessThan(30)
    expect(cy!.entries.map(({ seq }) => seq)).toEqual([30])
  })
})
