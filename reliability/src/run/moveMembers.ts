import type { Backend } from './backend'
import { sleep } from '../sleep'
import type { Plan } from './plan'

const LEAVE_AT_MS = 1500
const JOIN_AFTER_MS = 1500
const AGAIN_MS = 200

/** While everybody writes, takes somebody out of a group and puts somebody else in. */
export async function moveMembers(
  { leaver, outsider }: Plan,
  backend: Pick<Backend, 'updateMembers'>,
) {
  const insist = async (change: Parameters<Backend['updateMembers']>[0]) => {
    for (;;) {
      try {
        await backend.updateMembers(change)
        return
      } catch {
        // It was killed: whether it was done before does not matter.
        await sleep(AGAIN_MS)
      }
    }
  }
  await sleep(LEAVE_AT_MS)
  await insist({ conversationId: leaver.conversationId, add: [], remove: [leaver.userId] })
  await sleep(JOIN_AFTER_MS)
  await insist({ conversationId: outsider.conversationId, add: [outsider.userId], remove: [] })
}
