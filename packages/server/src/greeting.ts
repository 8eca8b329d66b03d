import { LIMITS, type PresenceMeta } from '@monhub/realtime-protocol'
import type { Admission } from './auth'
import { isRealtimeError } from './errors'
import type { Watching } from './features/watching'
import type { Limits } from './limits/createLimits'
import type { OnlineList } from './presence/onlineList'
import type { Session } from './sessions'

interface GreetingParts {
  watching: Watching
  onlineList: OnlineList | null
  refusal: Limits['refusal']
}

/** What a connection is told first, in the words of its version. */
export function createGreeting({ watching, onlineList, refusal }: GreetingParts) {
  /** What cannot be watched now the client asks for again, and then is told why not. */
  const watched = (
    session: Session,
    { watch }: Admission,
  ): Record<string, PresenceMeta> | undefined => {
    if (!watch || refusal(session, 'presence:watch')) return undefined
    try {
      return watching.change(session, watch)
    } catch (error) {
      if (isRealtimeError(error)) return undefined
      throw error
    }
  }

  return (session: Session, admission: Admission): void => {
    const { socket, version, userId } = session
    if (userId === null) return
    if (version === 1) {
      if (onlineList) socket.emit('users:online', onlineList.forNewcomer())
      return
    }
    const { eventBytes, textLength, idsPerEvent, syncConversations } = LIMITS
    const limits = { eventBytes, textLength, idsPerEvent, syncConversations }
    const time = new Date().toISOString()
    const users = watched(session, admission)
    socket.emit('server:hello', { v: 2, userId, limits, time, ...(users && { users }) })
  }
}
