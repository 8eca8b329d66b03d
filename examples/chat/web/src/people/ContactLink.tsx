import type { ConversationSummary } from '@monhub/realtime-react'
import type { ReactNode } from 'react'
import { Badge } from '../ui/Badge'
import { shortTime } from '../ui/times'

interface ContactLinkProps {
  href: string
  isCurrent: boolean
  avatar: ReactNode
  name: string
  /** Shown beside the name. */
  note?: string
  /** Said after the name, where the avatar only shows it. */
  hiddenNote: string
  preview: string
  conversation?: ConversationSummary
}

export function ContactLink(props: ContactLinkProps) {
  const { href, isCurrent, avatar, name, note, hiddenNote, preview, conversation } = props
  const { lastMessage, unreadCount = 0 } = conversation ?? {}

  return (
    <li>
      <a
        className="contact"
        href={href}
        aria-current={isCurrent ? 'page' : undefined}
        data-unread={unreadCount > 0}
      >
        {avatar}
        <span className="contact-line">
          <span className="contact-name ellipsis">{name}</span>
          {note && <span className="hint ellipsis">{note}</span>}
          <span className="visually-hidden">{hiddenNote}</span>
          {lastMessage && <time className="hint">{shortTime(lastMessage.createdAt)}</time>}
        </span>
        <span className="contact-line">
          <span className="contact-preview ellipsis">{preview}</span>
          <Badge count={unreadCount} label="unread" />
        </span>
      </a>
    </li>
  )
}
