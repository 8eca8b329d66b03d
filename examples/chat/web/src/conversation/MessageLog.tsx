import type { ChatMessage, UseChatResult } from '@monhub/realtime-react'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { usePersonOf, type Person } from '../people/usePeople'
import { useInView } from '../ui/useInView'
import { keyOf } from './keyOf'
import { JumpButton } from './JumpButton'
import { LogStart } from './LogStart'
import { MessageGroup } from './MessageGroup'
import { MessageMenu } from './MessageMenu'
import { moveByArrows } from './moveByArrows'
import { seenByLast } from './seenByLast'
import { timelineOf } from './timeline'
import { UnreadDivider } from './UnreadDivider'
import { useAutoRead } from './useAutoRead'
import { useFirstUnread } from './useFirstUnread'
import type { MessageActions } from './useMessageActions'
import { useOlderMessages } from './useOlderMessages'

interface MessageLogProps {
  /** The element that scrolls. */
  log: RefObject<HTMLDivElement | null>
  me: Person
  chat: UseChatResult
  isGroup: boolean
  actions: MessageActions
  onEdit: (message: ChatMessage) => void
}

/**
 * The log scrolls in reverse (see conversation.css), so the browser itself keeps the newest message
 * in view, and keeps its place when older ones are put in front.
 */
export function MessageLog(props: MessageLogProps) {
  const { log, me, chat, isGroup, actions, onEdit } = props
  const { messages, members, status, hasMore, unreadCount } = chat
  const [top, isAtTop] = useInView()
  const [bottom, isAtBottom] = useInView()
  const [menuKey, setMenuKey] = useState<string>()
  const divider = useRef<HTMLDivElement>(null)
  const personOf = usePersonOf()
  const firstUnread = useFirstUnread(chat, me)
  const isReady = status === 'ready'
  useOlderMessages(chat, isAtTop)
  useAutoRead(chat, isAtBottom)

  // Before the browser says whether the end is in view, which would make everything read.
  useLayoutEffect(() => {
    if (isReady) divider.current?.scrollIntoView({ block: 'start', behavior: 'instant' })
  }, [isReady])

  const seen = seenByLast(messages, members, me.id)

  return (
    <div className="log-frame">
      <div
        ref={log}
        role="log"
        aria-label="Conversation"
        aria-busy={status === 'loading'}
        tabIndex={0}
        className="log"
        data-extends-up={isAtTop && hasMore}
        onKeyDown={moveByArrows}
      >
        <div className="log-content">
          {/* Not while the log is empty: both ends would be in view. */}
          {isReady && <div ref={top} className="log-top" />}
          <LogStart chat={chat} />
          {timelineOf(messages, firstUnread).map((day) => (
            <section key={day.label} className="day">
              <h2 className="day-label">{day.label}</h2>
              {day.groups.map((group) => (
                <MessageGroup
                  key={group.messages[0] && keyOf(group.messages[0])}
                  group={group}
                  divider={group.startsUnread && <UnreadDivider ref={divider} />}
                  me={me}
                  sender={personOf(group.senderId)}
                  chat={chat}
                  isGroup={isGroup}
                  seen={seen}
                  menuKey={menuKey}
                  onMenu={setMenuKey}
                  onReact={actions.react}
                />
              ))}
            </section>
          ))}
          {isReady && <div ref={bottom} className="log-bottom" />}
        </div>
      </div>
      <MessageMenu
        message={messages.find((message) => keyOf(message) === menuKey)}
        me={me}
        actions={actions}
        onEdit={onEdit}
        onClosed={() => setMenuKey(undefined)}
      />
      {isReady && isAtBottom === false && (
        <JumpButton unreadCount={unreadCount} onJump={() => log.current?.scrollTo({ top: 0 })} />
      )}
    </div>
  )
}
