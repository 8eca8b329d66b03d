import { applyChange, type ChangeEntry, type Message } from '@monhub/realtime-protocol'
import type { Collections, Fields } from './database'
import { has, MESSAGES, toMessage } from './rows'
import { integer, toJson, toRow, toText, toTime } from './values'

/** Applies an entry to the message it is about, once, whoever else does it at the same time. */
export function createApplying({ messages }: Collections) {
  /** `row` is what holds `entry`. */
  async function apply(row: Fields, entry: ChangeEntry): Promise<void> {
    const found = await messages.findOne(
      { _id: row.targetId, conversationId: row.conversationId, ...MESSAGES },
      // Also what a failover could still take back: it would take back with it what is done here.
      { readConcern: { level: 'local' } },
    )
    // Pruned.
    if (found === null) return
    const target = toRow(found)
    const before = toMessage(target)
    const after = applyChange(before, entry)
    if (after === before) return
    const outdated = outdatedBy(entry, target)
    // First, for the message names the edit only until it names this one.
    if (outdated !== undefined) await forgetText(entry.conversationId, outdated)
    const { matchedCount } = await messages.updateOne(
      { _id: target._id, rev: target.rev ?? null },
      updateOf(before, after, entry),
    )
    // Somebody else applied one meanwhile, and they only ever go forth.
    if (matchedCount === 0) await apply(row, entry)
  }

  async function forgetText(conversationId: string, seq: number): Promise<void> {
    await messages.updateOne(
      { conversationId, seq, kind: 'edit' },
      { $unset: { text: '', metadata: '' } },
    )
  }

  return apply
}

/** `seq` of the edit whose text nobody needs any more. */
function outdatedBy({ kind, seq }: ChangeEntry, target: Fields): number | undefined {
  if (kind === 'reaction') return undefined
  if (has(target, 'deletedAt')) return seq
  return has(target, 'editSeq') ? integer(target, 'editSeq') : undefined
}

const KEPT = {
  text: ({ text }: Message) => ({ text: toText(text) }),
  metadata: ({ metadata }: Message) => ({ metadata: toJson(metadata) }),
  editedAt: ({ editedAt }: Message) => ({ editedAt: editedAt && toTime(editedAt) }),
  deletedAt: ({ deletedAt }: Message) => ({ deletedAt: deletedAt && toTime(deletedAt) }),
  // Who reacted stands beside it as a list too, to be found when that user is erased.
  reactions: ({ reactions }: Message) => ({
    reactions: toJson(reactions),
    reactedBy: reactions && [...new Set(Object.values(reactions).flat())],
  }),
  rev: ({ rev }: Message) => ({ rev }),
} satisfies Partial<Record<keyof Message, (message: Message) => Fields>>

/** Only what changed: the stamps of a reader who reads meanwhile stay. */
function updateOf(before: Message, after: Message, { kind, seq }: ChangeEntry): Fields {
  const changed = (Object.keys(KEPT) as (keyof typeof KEPT)[])
    .filter((field) => after[field] !== before[field])
    .map((field) => KEPT[field](after))
  const fields: [string, unknown][] = Object.entries(Object.assign({}, ...changed) as Fields)
  if (kind !== 'reaction' && !before.deletedAt) fields.push(['editSeq', seq])
  if (kind === 'delete') fields.push(['fingerprint', undefined])
  const gone = fields.filter(([, value]) => value === undefined).map(([field]) => [field, ''])
  return {
    $set: Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
    ...(gone.length > 0 && { $unset: Object.fromEntries(gone) as Fields }),
  }
}
