import type { ChaosProxy } from '../proxy/chaosProxy'
import type { Random } from '../random'

/** What stands in the answer to `message:send` and in nothing else the server says. */
const ACK = '"duplicate":'

/** How many acknowledgements there are in these bytes. */
export const acksIn = (data: Buffer): number => data.toString('latin1').split(ACK).length - 1

/**
 * Cuts a connection when an acknowledgement is about to pass: the message is stored, and its sender
 * does not know. Gives what ends it.
 */
export const stealAcks = (proxy: ChaosProxy, random: Random, share: number): (() => void) =>
  proxy.cutWhen('toClient', (data) => acksIn(data) > 0 && random.chance(share))
