import type { Message } from '@monhub/realtime-protocol'
import type { OutboxRecord } from './outboxStorage'

/** What a tab tells the others about the outbox they share. */
export type OutboxNews =
  | { type: 'put'; record: OutboxRecord }
  | { type: 'stored'; clientId: string; message: Message }
  | { type: 'discarded'; clientId: string }
  | { type: 'cleared' }

export interface OutboxTabs {
  tell(news: OutboxNews): void
  close(): void
}

/** The other tabs of this connection; nobody where there is no BroadcastChannel. */
export function createOutboxTabs(name: string, onNews: (news: OutboxNews) => void): OutboxTabs {
  let channel: BroadcastChannel | undefined
  try {
    channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }: MessageEvent<OutboxNews>) => onNews(data)
  } catch {
    // There is none, or none for this page, as in Firefox where cookies are blocked.
  }
  return {
    tell(news) {
      try {
        channel?.postMessage(news)
      } catch {
        // Closed meanwhile, or metadata that is no JSON, which the server refuses.
      }
    },
    close: () => channel?.close(),
  }
}

/**
 * Runs `run` while no other tab runs one of the same name. Where there are no Web Locks (as on
 * plain http) it runs at once.
 */
export async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  const { navigator } = globalThis as { navigator?: Partial<Navigator> }
  let hasRun = false
  const runOnce = () => {
    hasRun = true
    return run()
  }
  try {
    await navigator?.locks?.request(name, runOnce)
  } catch {
    // Refused, as in a sandboxed frame: two tabs at once do no harm, since the server knows the ids.
  }
  if (!hasRun) await run()
}
