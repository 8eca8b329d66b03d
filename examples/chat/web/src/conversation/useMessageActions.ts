import { isRealtimeError, type UseChatResult } from '@monhub/realtime-react'
import { useToast } from '../ui/ToastProvider'
import { failureReason } from './failureReason'

export type MessageActions = ReturnType<typeof useMessageActions>

/** What one does to messages that are sent, with a toast where the server does not let one. */
export function useMessageActions({ edit, remove, react }: UseChatResult) {
  const toast = useToast()

  const attempt = async (title: string, act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      const text = isRealtimeError(error) ? failureReason(error) : undefined
      toast({ kind: 'problem', title, text })
    }
  }

  return {
    edit: (messageId: string, text: string) =>
      void attempt('The message was not changed', () => edit(messageId, text)),
    remove: (messageId: string) =>
      void attempt('The message was not deleted', () => remove(messageId)),
    react: (messageId: string, reaction: string, isTakenBack: boolean) =>
      void attempt('The reaction was not sent', () =>
        react(messageId, reaction, { remove: isTakenBack }),
      ),
  }
}
