import type { ChatMessage } from '@monhub/realtime-react/core'
import { tokenOf, type View } from '../check/history'

/** What is stored, as far as the screen says; what was not sent yet has no place. */
export const isStored = ({ delivery, seq }: ChatMessage): boolean =>
  Number.isFinite(seq) && (delivery === undefined || delivery === 'sent')

/** Records what is wrong with each rendering of a conversation, and how far it reaches. */
export function createScreen(view: View, now: () => number) {
  const known = new Set<string>()
  const names = new WeakMap<ChatMessage, string[]>()

  /** What no other message on the screen may be called. */
  function namesOf(message: ChatMessage): string[] {
    const made = names.get(message) ?? [
      `${message.senderId} ${message.clientId}`,
      ...(message.text ? [tokenOf(message.text)] : []),
      ...(isStored(message) ? [message._id] : []),
    ]
    names.set(message, made)
    return made
  }

  function findDuplicates(messages: readonly ChatMessage[]) {
    const seen = new Set<string>()
    for (const message of messages) {
      const all = namesOf(message)
      if (all.some((name) => seen.has(name))) {
        view.duplicates.push({ token: tokenOf(message.text) || message.clientId, at: now() })
      }
      for (const name of all) seen.add(name)
    }
  }

  /** Own messages come last until the log shows what was before them: those have no order yet. */
  function settled(messages: readonly ChatMessage[]) {
    const stored = messages.filter(isStored)
    const last = stored.findLastIndex(({ senderId }) => senderId !== view.userId)
    return stored.slice(0, last + 1).map(({ seq }) => seq)
  }

  return (messages: readonly ChatMessage[]) => {
    findDuplicates(messages)
    for (const message of messages) {
      if (!isStored(message) || known.has(message._id)) continue
      known.add(message._id)
      const { _id, seq, clientId, senderId, text } = message
      view.shown.push({ _id, seq, clientId, senderId, text })
    }
    const seqs = settled(messages)
    if (seqs.some((seq, at) => at > 0 && seq <= (seqs[at - 1] ?? 0))) {
      view.disorders.push({ seqs, at: now() })
    }
    const [first, last] = [seqs[0], seqs.at(-1)]
    if (first === undefined || last === undefined) return
    const before = view.spans.at(-1)
    const isSame = before?.first === first && before.last === last && before.count === seqs.length
    if (!isSame) view.spans.push({ first, last, count: seqs.length })
  }
}
