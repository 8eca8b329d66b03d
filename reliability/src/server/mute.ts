import type { Namespace } from 'socket.io'
import type { GossipFlaw } from './config'

/** The messages of nodes to one another that are left out, by the letter of their kind. */
const LEFT_OUT: Record<GossipFlaw, string> = {
  sendsNoHeartbeats: 'h',
  sendsNoSnapshots: 's',
  saysNoGoodbye: 'b',
}

export const isGossipFlaw = (flaw: string): flaw is GossipFlaw => flaw in LEFT_OUT

/** Keeps a node from saying one kind of thing to the others. */
export function mute(nsp: Namespace, flaw: GossipFlaw): void {
  const send = nsp.serverSideEmit.bind(nsp)
  nsp.serverSideEmit = (event: string, ...args: unknown[]) => {
    const [message] = args as [{ t?: string } | undefined]
    return message?.t === LEFT_OUT[flaw] || send(event, ...args)
  }
}
