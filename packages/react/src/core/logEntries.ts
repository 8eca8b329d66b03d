import {
  applyChange,
  CLIENT_LIMITS,
  type ChangeEntry,
  type LogEntry,
  type MemberEntry,
  type Message,
} from '@monhub/realtime-protocol'
import type { ChatLog } from './chatLog'
import type { ChatMessage } from './chatMessage'
import { toChatMessage } from './readState'

/** Entries in the order of the log; kinds that are not known here are skipped. */
export function applyEntries(log: ChatLog, entries: readonly LogEntry[]): ChatLog {
  let { memberIds, isRemoved, unplaced } = log
  let messages: ChatMessage[] | undefined
  for (const entry of entries) {
    switch (entry.kind) {
      case 'message':
        messages ??= [...log.messages]
        messages.push(toChatMessage(log, entry.message))
        break
      case 'member':
        memberIds = applyMembers(memberIds, entry)
        if (entry.removed.includes(log.me)) isRemoved = true
        if (entry.added.includes(log.me)) isRemoved = false
        break
      case 'edit':
      case 'delete':
      case 'reaction': {
        const all: ChatMessage[] = messages ?? log.messages
        const at = all.findLastIndex(({ _id }) => _id === entry.targetId)
        const old = all[at]
        const changed = old && applyChange(old, entry)
        if (!changed) unplaced = [...unplaced, entry].slice(-CLIENT_LIMITS.syncReset)
        else if (changed !== old) {
          messages ??= [...log.messages]
          messages[at] = changed
        }
      }
    }
  }
  return { ...log, messages: messages ?? log.messages, memberIds, isRemoved, unplaced }
}

/** Who is in a group after an entry; sorted, and the same array if that is who was in it. */
export function applyMembers(
  memberIds: string[] | undefined,
  { added, removed }: Pick<MemberEntry, 'added' | 'removed'>,
): string[] | undefined {
  const kept = memberIds?.filter((id) => !removed.includes(id))
  return kept && sameMembers(memberIds, [...kept, ...added])
}

/** The same array if it names the same people. */
export function sameMembers(before: string[] | undefined, ids: readonly string[]): string[] {
  const next = [...new Set(ids)].sort()
  const isSame = before?.length === next.length && next.every((id, at) => id === before[at])
  return before && isSame ? before : next
}

export const applyChanges = (message: Message, entries: readonly ChangeEntry[]): Message =>
  entries.reduce(applyChange, message)
