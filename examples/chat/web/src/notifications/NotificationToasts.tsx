import { useNotifications } from '@monhub/realtime-react'
import { useToast } from '../ui/ToastProvider'

export function NotificationToasts() {
  const toast = useToast()
  useNotifications({ onNew: ({ title, message }) => toast({ title, text: message }) })
  return null
}
