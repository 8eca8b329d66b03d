import { useUnreadCount } from '@monhub/realtime-react'
import { countLabel } from '../ui/Badge'

export function PageTitle() {
  const { messages } = useUnreadCount()
  return <title>{messages > 0 ? `(${countLabel(messages)}) Hub Chat` : 'Hub Chat'}</title>
}
