import {
  useConnection,
  usePresence,
  useSetPresence,
  type PresenceChange,
} from '@monhub/realtime-react'
import { useState } from 'react'
import { useAccount } from '../session/useAccount'
import { useAttempt } from '../ui/useAttempt'

export type OwnStatus = 'available' | 'busy' | 'invisible'

const CHANGES: Record<OwnStatus, PresenceChange> = {
  available: { status: null, invisible: false },
  busy: { status: 'busy', invisible: false },
  invisible: { invisible: true },
}

/** How the signed-in user wants to appear. What they choose shows before the server has told it. */
export function useOwnStatus() {
  const { me } = useAccount()
  const { isOnline, status, text = '' } = usePresence(me.id)
  const isConnecting = useConnection((it) => it.status === 'connecting')
  const set = useSetPresence()
  const attempt = useAttempt()
  const [wish, setWish] = useState<{ status: OwnStatus; told: OwnStatus }>()

  // Who is connected and yet not online hides.
  const isHidden = !isOnline && !isConnecting
  const told = isHidden ? 'invisible' : status === 'busy' ? 'busy' : 'available'
  // A wish ends once the server tells anything else, be it the choice of another tab.
  if (wish && wish.told !== told) setWish(undefined)

  const send = async (change: PresenceChange) => {
    if (!(await attempt('Your status was not changed', set(change)))) setWish(undefined)
  }

  return {
    status: wish?.status ?? told,
    text,
    choose(next: OwnStatus) {
      setWish({ status: next, told })
      void send(CHANGES[next])
    },
    write: (line: string) => void send({ text: line.trim() || null }),
  }
}
