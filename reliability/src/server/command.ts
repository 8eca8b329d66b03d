/** What the server process is asked besides what clients ask. */
export interface MembersCommand {
  id: number
  conversationId: string
  add: string[]
  remove: string[]
}

/** What it says: where it listens, or how a command went. */
export type Report = { port: number } | { id: number; error?: string }

/** Stores that break a promise on purpose, to see that the check catches it. */
export type Flaw = 'acksBeforeWriting' | 'storesTwice' | 'skipsEntries' | 'forgetsEdits'
