import { useCallback } from 'react'
import { reasonOf } from './reasonOf'
import { useToast } from './ToastProvider'

/** Gives a function that waits for something to be done, and shows a toast where it fails; says which. */
export function useAttempt() {
  const toast = useToast()

  return useCallback(
    async (failure: string, work: Promise<unknown>): Promise<boolean> => {
      try {
        await work
        return true
      } catch (error) {
        toast({ kind: 'problem', title: failure, text: reasonOf(error) })
        return false
      }
    },
    [toast],
  )
}
