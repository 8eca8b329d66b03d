import { lostChanges } from './changed'
import { staleScreens } from './final'
import type { Content, History, Violation } from './history'
import { readable, strangers } from './members'
import { duplicateRenders, gapsOnScreens, leaks, orderOnScreens, phantoms } from './shown'
import { duplicateRows, gapsInLogs, lostMessages, unsentMessages } from './stored'

/**
 * Judges what a run recorded by what is stored in the end. Pure, and knows nothing of how the run
 * went: nothing acknowledged is lost, nothing is stored or shown twice, every log counts without a
 * gap, all screens go by one order and end as a fresh snapshot, and nobody saw what is not theirs.
 */
export function checkHistory(history: History, content: Content): Violation[] {
  const lastSeqFor = readable(content)
  const mayBeRefused = (userId: string, conversationId: string) =>
    lastSeqFor(userId, conversationId) < Infinity
  return [
    ...lostMessages(history, content),
    ...lostChanges(history, content),
    ...unsentMessages(history, mayBeRefused),
    ...duplicateRows(content),
    ...duplicateRenders(history),
    ...gapsInLogs(content),
    ...gapsOnScreens(history, content),
    ...orderOnScreens(history),
    ...phantoms(history, content),
    ...leaks(history, lastSeqFor),
    ...strangers(content),
    ...staleScreens(history, content),
  ]
}
