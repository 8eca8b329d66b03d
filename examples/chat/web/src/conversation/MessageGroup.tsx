import type { UseChatResult } from '@monhub/realtime-react'
import type { ReactNode } from 'react'
import type { Person } from '../people/usePeople'
import { Avatar } from '../ui/Avatar'
import { isChangeable } from './isChangeable'
import { keyOf } from './keyOf'
import { MessageItem } from './MessageItem'
import type { MessageGroup as Group } from './timeline'
import type { MessageActions } from './useMessageActions'

interface MessageGroupProps {
  group: Group
  /** Stands above it. */
  divider: ReactNode
  me: Person
  sender: Person
  chat: UseChatResult
  isGroup: boolean
  /** See `seenByLast`. */
  seen: ReadonlyMap<string, string[]>
  /** Whose menu is open. */
  menuKey: string | undefined
  onMenu: (messageKey: string) => void
  onReact: MessageActions['react']
}

export function MessageGroup(props: MessageGroupProps) {
  const { group, divider, me, sender, chat, isGroup, seen, menuKey, onMenu, onReact } = props
  const isMine = sender.id === me.id
  const newest = chat.messages.findLast(isChangeable)

  return (
    <>
      {divider}
      <div className="group" data-mine={isMine}>
        {!isMine && <Avatar person={sender} />}
        <span
          className={isGroup && !isMine ? 'sender-name' : 'visually-hidden'}
          style={{ '--hue': sender.hue }}
        >
          {isMine ? 'You' : sender.name}
          <span className="visually-hidden">:</span>
        </span>
        <ol>
          {group.messages.map((message) => (
            <MessageItem
              key={keyOf(message)}
              message={message}
              me={me}
              seenBy={seen.get(message._id)}
              isFirstStop={message === newest}
              isMenuOpen={keyOf(message) === menuKey}
              onMenu={onMenu}
              onReact={onReact}
              onRetry={chat.retry}
              onDiscard={chat.discard}
            />
          ))}
        </ol>
      </div>
    </>
  )
}
