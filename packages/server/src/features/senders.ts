import type { Sender } from '@monhub/realtime-protocol'
import type { ResolvedOptions } from '../options'

/** A profile that cannot be had never holds up a message. */
export async function senderOf(
  userId: string,
  { profiles, logger }: Pick<ResolvedOptions, 'profiles' | 'logger'>,
): Promise<Sender> {
  try {
    const found = (await profiles([userId])).find(({ _id }) => _id === userId)
    return { ...found, _id: userId }
  } catch (error) {
    logger.warn({ error, userId }, '`profiles` threw; the message goes without a profile')
    return { _id: userId }
  }
}
