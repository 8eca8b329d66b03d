import { tokenOf, type Content, type History, type Row, type Violation } from './history'

/** Acknowledged messages that are not stored, or not where the sender was told. */
export function lostMessages({ sends }: History, { messages }: Content): Violation[] {
  const byId = new Map(messages.map((message) => [message._id, message]))
  return sends.flatMap(({ ack, conversationId, senderId, clientId, text }) => {
    if (!ack) return []
    const stored = byId.get(ack._id)
    const isThere =
      stored?.seq === ack.seq &&
      stored.conversationId === conversationId &&
      stored.senderId === senderId &&
      stored.clientId === clientId &&
      (stored.deletedAt !== undefined || tokenOf(stored.text) === tokenOf(text))
    if (isThere) return []
    const place = stored ? `${stored.seq} holds ${stored.text}` : 'it is not stored'
    const detail = `${text} was acknowledged as ${ack.seq} (${ack._id}, ${clientId}); ${place}`
    return [{ kind: 'lost', conversationId, detail }]
  })
}

/** Sends that never ended, or were refused although nothing forbids them. */
export function unsentMessages(
  { sends }: History,
  mayBeRefused: (userId: string, conversationId: string) => boolean,
): Violation[] {
  return sends.flatMap(({ outcome, conversationId, senderId, text, code }): Violation[] => {
    if (outcome === 'open') {
      const detail = `${text} was never answered, although the network healed`
      return [{ kind: 'unfinished', conversationId, detail }]
    }
    if (outcome === 'acked' || mayBeRefused(senderId, conversationId)) return []
    return [{ kind: 'refused', conversationId, detail: `${text} was refused with ${code}` }]
  })
}

/** Rows that share what only one may have: the place, the id, the client id, or the action. */
export function duplicateRows({ rows, messages }: Content): Violation[] {
  const texts = messages.filter(({ deletedAt }) => deletedAt === undefined)
  const isMessage = ({ kind }: Row) => kind === 'message'
  return [
    ...repeated(rows, ({ seq }) => `seq ${seq}`),
    ...repeated(
      rows.filter(({ _id }) => _id !== null),
      ({ _id }) => `_id ${_id}`,
    ),
    ...repeated(rows.filter(isMessage), (row) => `clientId ${row.clientId} of ${row.senderId}`),
    ...repeated(texts, ({ text }) => `message ${tokenOf(text)}`),
  ]
}

function repeated<T extends { conversationId: string; seq: number }>(
  items: readonly T[],
  nameOf: (item: T) => string,
): Violation[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = `${item.conversationId} ${nameOf(item)}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group
    if (!first || others.length === 0) return []
    const seqs = group.map(({ seq }) => seq).join(', ')
    const detail = `${nameOf(first)} is stored ${group.length} times: ${seqs}`
    return [{ kind: 'duplicate-row', conversationId: first.conversationId, detail }]
  })
}

/** Logs that do not count 1, 2, 3 … */
export function gapsInLogs({ rows }: Content): Violation[] {
  return conversationsOf(rows).flatMap((conversationId) => {
    const seqs = new Set(
      rows.filter((row) => row.conversationId === conversationId).map(({ seq }) => seq),
    )
    const head = Math.max(...seqs)
    const missing = Array.from({ length: head }, (_, i) => i + 1).filter((seq) => !seqs.has(seq))
    if (missing.length === 0) return []
    return [
      { kind: 'gap', conversationId, detail: `of 1 to ${head}, ${missing.join(', ')} are missing` },
    ]
  })
}

export const conversationsOf = (items: readonly { conversationId: string }[]): string[] => [
  ...new Set(items.map(({ conversationId }) => conversationId)),
]
