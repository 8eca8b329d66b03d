import { conversationsOf } from './stored'
import { tokenOf, type Content, type History, type View, type Violation } from './history'

/** Messages that were on a screen twice at the same time. */
export const duplicateRenders = ({ views }: History): Violation[] =>
  views.flatMap(({ id, conversationId, duplicates }) => {
    const firstAt = new Map<string, number>()
    for (const { token, at } of duplicates) if (!firstAt.has(token)) firstAt.set(token, at)
    return [...firstAt].map(([token, at]): Violation => {
      const detail = `${id} showed ${token} twice at ${at} ms`
      return { kind: 'duplicate-render', conversationId, detail }
    })
  })

/** Messages that were shown as stored and are not, or are something else. */
export function phantoms({ views }: History, { messages }: Content): Violation[] {
  const byId = new Map(messages.map((message) => [message._id, message]))
  return views.flatMap(({ id, conversationId, shown }) =>
    shown.flatMap((item): Violation[] => {
      const stored = byId.get(item._id)
      const isReal =
        stored?.conversationId === conversationId &&
        stored.seq === item.seq &&
        stored.senderId === item.senderId &&
        stored.clientId === item.clientId
      if (isReal) return []
      const detail = `${id} showed ${item.text} as ${item.seq} (${item._id}), which is not stored so`
      return [{ kind: 'phantom', conversationId, detail }]
    }),
  )
}

/** One order for all: the same place on every screen, and screens that go by it. */
export function orderOnScreens({ views }: History): Violation[] {
  const byMessage = new Map<string, { seq: number; viewId: string }>()
  return views.flatMap(({ id, conversationId, shown, disorders }) => [
    ...disorders.map(({ seqs, at }): Violation => {
      const detail = `${id} showed ${seqs.join(', ')} in this order at ${at} ms`
      return { kind: 'order', conversationId, detail }
    }),
    ...shown.flatMap(({ senderId, clientId, text, seq }): Violation[] => {
      const key = `${conversationId} ${senderId} ${clientId}`
      const first = byMessage.get(key)
      if (!first) byMessage.set(key, { seq, viewId: id })
      if (!first || first.seq === seq) return []
      const detail = `${tokenOf(text)} is ${first.seq} for ${first.viewId} and ${seq} for ${id}`
      return [{ kind: 'order', conversationId, detail }]
    }),
  ])
}

/** Screens that skipped a message between two that they showed, or that went back. */
export function gapsOnScreens({ views }: History, { messages }: Content): Violation[] {
  const seqsOf = new Map(
    conversationsOf(messages).map((id) => [
      id,
      messages.flatMap(({ conversationId, seq }) => (conversationId === id ? [seq] : [])),
    ]),
  )
  return views.flatMap(({ id, conversationId, spans }) => {
    let newest = 0
    for (const { first, last, count } of spans) {
      const seqs = seqsOf.get(conversationId) ?? []
      const stored = seqs.filter((seq) => seq >= first && seq <= last).length
      const what =
        stored !== count
          ? `${count} of the ${stored} messages`
          : last < newest
            ? `nothing newer, after ${newest},`
            : undefined
      newest = Math.max(newest, last)
      if (!what) continue
      const detail = `${id} showed ${what} from ${first} to ${last}`
      return [{ kind: 'gap-render', conversationId, detail }]
    }
    return []
  })
}

/** Messages of others shown to somebody who was not in the group when they came, nor later. */
export function leaks({ views }: History, lastSeqFor: LastSeqFor): Violation[] {
  return views.flatMap(({ id, userId, conversationId, shown }: View) => {
    const last = lastSeqFor(userId, conversationId)
    return shown
      .filter(({ seq, senderId }) => seq > last && senderId !== userId)
      .map(({ text, seq }) => ({
        kind: 'leak',
        conversationId,
        detail: `${id} showed ${text} (${seq}); ${userId} may read up to ${last}`,
      }))
  })
}

/** The newest `seq` that a user may have read. */
export type LastSeqFor = (userId: string, conversationId: string) => number
