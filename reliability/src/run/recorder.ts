import type { Message } from '@monhub/realtime-server'
import type { Change, History, Send, View } from '../check/history'

/** Takes down what happens, as it happens. */
export interface Recorder {
  readonly history: History
  /** Milliseconds since the start. */
  now(): number
  send(begun: Pick<Send, 'conversationId' | 'senderId' | 'text' | 'clientId'>): Send
  change(begun: Omit<Change, 'outcome' | 'invokedAt'>): Change
  changed(change: Change, outcome: 'acked' | 'refused'): void
  view(begun: Pick<View, 'id' | 'userId' | 'conversationId'>): View
  acked(send: Send, message: Message): void
  refused(send: Send, code: string): void
}

export function createRecorder(): Recorder {
  const history: History = { sends: [], changes: [], views: [] }
  const startedAt = performance.now()
  const now = () => Math.round(performance.now() - startedAt)
  const keep = <T>(list: T[], item: T) => {
    list.push(item)
    return item
  }

  return {
    history,
    now,
    send: (begun) => keep(history.sends, { ...begun, invokedAt: now(), outcome: 'open' }),
    change: (begun) => keep(history.changes, { ...begun, invokedAt: now(), outcome: 'open' }),
    changed(change, outcome) {
      change.outcome = outcome
      change.endedAt = now()
    },
    view: (begun) =>
      keep(history.views, { ...begun, shown: [], duplicates: [], disorders: [], spans: [] }),
    acked(send, { _id, seq, clientId }) {
      if (send.outcome !== 'open') return
      send.outcome = 'acked'
      send.clientId ??= clientId
      send.ack = { _id, seq, at: now() }
    },
    refused(send, code) {
      if (send.outcome !== 'open') return
      send.outcome = 'refused'
      send.code = code
    },
  }
}
