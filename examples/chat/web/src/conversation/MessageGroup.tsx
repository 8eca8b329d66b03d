import type { ReactNode } from 'react'
import { Avatar } from '../ui/Avatar'
import type { Person } from '../people/usePeople'

interface MessageGroupProps {
  sender: Person
  isMine: boolean
  /** Between two it goes without saying who writes. */
  isNamed: boolean
  /** The messages, as items of a list. */
  children: ReactNode
}

/** Messages of one sender that follow each other closely. */
export const MessageGroup = ({ sender, isMine, isNamed, children }: MessageGroupProps) => (
  <div className="group" data-mine={isMine}>
    {!isMine && <Avatar person={sender} />}
    <span
      className={isNamed && !isMine ? 'sender-name' : 'visually-hidden'}
      style={{ '--hue': sender.hue }}
    >
      {isMine ? 'You' : sender.name}
      <span className="visually-hidden">:</span>
    </span>
    <ol>{children}</ol>
  </div>
)
