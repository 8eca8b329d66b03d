import { isRealtimeError, type UseChatResult } from '@monhub/realtime-react'
import { useMemo } from 'react'
import { useToast } from '../ui/ToastProvider'
import { failureReason } from './failureReason'

export type MessageActions = ReturnType<typeof useMessageActions>

/** What one does to messages that are sent, with a toast where the server does not let one. */
export function useMessageActions({ edit, remove, react }: UseChatResult) {
  const toast = useToast()

  return useMemo(() => {
    const report = (title: string) => (error: unknown) => {
      const text = isRealtimeError(error) ? failureReason(error) : undefined
      toast({ kind: 'problem', title, text })
    }
    return {
      edit(messageId: string, text: string) {
        edit(messageId, text).catch(report('The message was not changed'))
      },
      remove(messageId: string) {
        remove(messageId).catch(report('The message was not deleted'))
      },
      react(messageId: string, reaction: string, isTakenBack: boolean) {
        const sent = react(messageId, reaction, { remove: isTakenBack })
        sent.catch(report('The reaction was not sent'))
      },
    }
  }, [edit, remove, react, toast])
}
