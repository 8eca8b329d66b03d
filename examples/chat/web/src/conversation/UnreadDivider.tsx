import type { Ref } from 'react'

export function UnreadDivider({ ref }: { ref: Ref<HTMLDivElement> }) {
  return (
    <div ref={ref} role="separator" aria-label="New messages" className="unread-divider">
      <span>New messages</span>
    </div>
  )
}
