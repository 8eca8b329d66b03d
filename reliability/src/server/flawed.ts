import { randomUUID } from 'node:crypto'
import type { RealtimeStore } from '@monhub/realtime-server'
import type { StoreFlaw } from './config'

const WRITE_DELAY_MS = 400

/** The same store with one promise broken. */
export function flawed(store: RealtimeStore, flaw: StoreFlaw): RealtimeStore {
  switch (flaw) {
    case 'acksBeforeWriting':
      return { ...store, append: acksBeforeWriting(store) }
    case 'storesTwice':
      return {
        ...store,
        append: async (draft) => {
          const stored = await store.append({ ...draft, clientId: randomUUID() })
          const { clientId } = draft
          return stored && { message: { ...stored.message, clientId }, duplicate: false }
        },
      }
    case 'skipsEntries':
      return {
        ...store,
        entries: async (query) => {
          const page = await store.entries(query)
          return { ...page, entries: page.entries.filter(({ seq }) => seq % 7 !== 0) }
        },
      }
    case 'forgetsEdits':
      return {
        ...store,
        change: async (draft) => {
          const [message] = await store.messages([draft.targetId])
          if (draft.kind !== 'edit' || !message) return store.change(draft)
          const seq = message.seq + 1
          const createdAt = new Date().toISOString()
          return { entry: { ...draft, seq, targetSeq: message.seq, createdAt }, message }
        },
      }
  }
}

/** Says where a message will stand, and puts it there later: a crash in between loses it. */
function acksBeforeWriting(store: RealtimeStore): RealtimeStore['append'] {
  const heads = new Map<string, number>()
  return async (draft) => {
    const { conversationId, memberIds: _, fingerprint: __, ...fields } = draft
    const known = heads.get(conversationId)
    const head = known ?? (await store.entries({ conversationId, after: 0, limit: 1 })).head
    const seq = Math.max(head, heads.get(conversationId) ?? 0) + 1
    heads.set(conversationId, seq)
    setTimeout(() => void store.append(draft), WRITE_DELAY_MS)
    const createdAt = new Date().toISOString()
    const message = { _id: randomUUID(), conversationId, seq, ...fields, createdAt, isRead: false }
    return { message, duplicate: false }
  }
}
