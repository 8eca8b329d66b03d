import type { ChangeDraft } from './types'

/** What is kept of a change: an edit that comes after the deletion leaves none of its text. */
export function withoutLateText(draft: ChangeDraft, isDeleted: boolean): ChangeDraft {
  if (draft.kind !== 'edit' || !isDeleted) return draft
  const { text: _text, metadata: _metadata, ...rest } = draft
  return rest
}
