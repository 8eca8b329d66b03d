import { usePresence, useSetPresence, useSocket, type PresenceChange } from '@monhub/realtime-react'
import { useState } from 'react'
import { useToast } from '../ui/ToastProvider'
import type { Person } from './usePeople'

export type OwnStatus = 'available' | 'busy' | 'invisible'

const CHANGES: Record<OwnStatus, PresenceChange> = {
  available: { status: null, invisible: false },
  busy: { status: 'busy', invisible: false },
  invisible: { invisible: true },
}

/** How the signed-in user wants to appear. What they choose shows before the server has told it. */
export function useOwnStatus(me: Person) {
  const { isOnline, status, text = '' } = usePresence(me.id)
  const { status: connection } = useSocket()
  const set = useSetPresence()
  const toast = useToast()
  const [wish, setWish] = useState<{ status: OwnStatus; told: OwnStatus }>()

  // Who is connected and yet not online hides.
  const isHidden = !isOnline && connection !== 'connecting'
  const told = isHidden ? 'invisible' : status === 'busy' ? 'busy' : 'available'
  // A wish ends once the server tells anything else, be it the choice of another tab.
  if (wish && wish.told !== told) setWish(undefined)

  const send = async (change: PresenceChange) => {
    try {
      await set(change)
    } catch (error) {
      setWish(undefined)
      const reason = error instanceof Error ? error.message : undefined
      toast({ kind: 'problem', title: 'Your status was not changed', text: reason })
    }
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
