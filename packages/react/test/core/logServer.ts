import {
  applyChange,
  type ChangeEntry,
  type LogEntry,
  type Message,
  type MessageHistoryResult,
  type SyncedConversation,
} from '@monhub/realtime-protocol'
import { act, CONVERSATION, entry, stored, target } from './messages'

const PAGE = 3
const SYNC_ENTRIES = 2
const SYNC_RESET = 8

/** What can be written; `which` picks the message or the member it is about. */
export type Kind = 'message' | 'edit' | 'delete' | 'reaction' | 'unreaction' | 'member'

/** The log of one group as a server keeps it, and what it answers. */
export function createLogServer() {
  const log: LogEntry[] = []
  const announced: LogEntry[] = []
  const messages: Message[] = []
  const members = new Set(['me', 'peer'])
  const state = () => ({ head: log.length, cursors: [], unreadCount: 0, memberIds: [...members] })

  function change(change: ChangeEntry) {
    const at = messages.findIndex(({ _id }) => _id === change.targetId)
    messages[at] = applyChange(messages[at]!, change)
    const isReplaced = (it: LogEntry) =>
      change.kind !== 'reaction' && it.kind === 'edit' && it.targetId === change.targetId
    log.forEach((it, place) => {
      if (!isReplaced(it)) return
      const { text: _, ...rest } = it as LogEntry & { kind: 'edit' }
      log[place] = rest
    })
    return change
  }

  function create(kind: Kind, which: number): LogEntry {
    const seq = log.length + 1
    const message = messages[which % Math.max(1, messages.length)]
    if (kind === 'member') {
      const id = `user ${which % 3}`
      const isIn = members.has(id)
      if (isIn) members.delete(id)
      else members.add(id)
      return act(seq, { kind, added: isIn ? [] : [id], removed: isIn ? [id] : [] })
    }
    if (kind === 'message' || !message) {
      messages.push(stored(seq))
      return entry(stored(seq))
    }
    const of = target(message.seq)
    if (kind === 'edit') return change(act(seq, { kind, ...of, text: `${seq}` }) as ChangeEntry)
    if (kind === 'delete') return change(act(seq, { kind, ...of }) as ChangeEntry)
    const reaction = { kind: 'reaction', ...of, reaction: `${which % 2}` } as const
    const isRemoved = kind === 'unreaction'
    return change(act(seq, { ...reaction, ...(isRemoved && { isRemoved }) }) as ChangeEntry)
  }

  const pageOf = (before: number) => {
    const all = messages.filter(({ seq }) => seq < before)
    return { messages: all.slice(-PAGE), hasMore: all.length > PAGE }
  }
  const now = (it: LogEntry): LogEntry =>
    it.kind === 'message' ? entry(messages.find(({ seq }) => seq === it.seq)!) : it

  return {
    announced,
    messages: () => messages,
    members: () => [...members].sort(),
    write(kind: Kind, which: number) {
      const written = create(kind, which)
      log.push(written)
      announced.push(written)
    },
    history: (before = Infinity): MessageHistoryResult => ({
      conversationId: CONVERSATION,
      ...pageOf(before),
      ...state(),
    }),
    sync(after: number): SyncedConversation {
      const answer = { conversationId: CONVERSATION, ...state() }
      if (log.length - after > SYNC_RESET || after > log.length) {
        const entries = pageOf(Infinity).messages.map(entry)
        return { ...answer, entries, hasMore: false, reset: true }
      }
      const entries = log.slice(after, after + SYNC_ENTRIES).map(now)
      return { ...answer, entries, hasMore: after + SYNC_ENTRIES < log.length }
    },
  }
}
