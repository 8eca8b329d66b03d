import type { UseChatResult } from '@monhub/realtime-react'
import type { RefObject } from 'react'
import type { Person } from '../people/usePeople'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { useInView } from '../ui/useInView'
import { JumpButton } from './JumpButton'
import { MessageGroup } from './MessageGroup'
import { timelineOf } from './timeline'
import { useAutoRead } from './useAutoRead'
import { useOlderMessages } from './useOlderMessages'

interface MessageLogProps {
  /** The element that scrolls. */
  log: RefObject<HTMLDivElement | null>
  me: Person
  peer: Person
  chat: UseChatResult
}

/**
 * The log scrolls in reverse (see conversation.css), so the browser itself keeps the newest message
 * in view, and keeps its place when older ones are put in front.
 */
export function MessageLog({ log, me, peer, chat }: MessageLogProps) {
  const { messages, status, error, hasMore, unreadCount } = chat
  const [top, isAtTop] = useInView()
  const [bottom, isAtBottom] = useInView()
  useOlderMessages(chat, isAtTop)
  useAutoRead(chat, isAtBottom)

  return (
    <div className="log-frame">
      <div
        ref={log}
        role="log"
        aria-label="Conversation"
        aria-busy={status === 'loading'}
        tabIndex={0}
        className="log"
      >
        <div className="log-content">
          <div ref={top} className="log-top" />
          {(status === 'loading' || hasMore) && <Skeleton rows={3} />}
          {status === 'error' && (
            <EmptyState
              icon="alert"
              title="The messages could not be loaded"
              hint={error?.message}
            />
          )}
          {status === 'ready' && messages.length === 0 && (
            <EmptyState icon="chat" title={`No messages with ${peer.name} yet`} hint="Say hello." />
          )}
          {timelineOf(messages).map((day) => (
            <section key={day.label} className="day">
              <h2 className="day-label">{day.label}</h2>
              {day.groups.map((group) => (
                <MessageGroup
                  key={group.messages[0]?.clientId}
                  group={group}
                  sender={group.senderId === me.id ? me : peer}
                  isMine={group.senderId === me.id}
                  chat={chat}
                />
              ))}
            </section>
          ))}
          <div ref={bottom} className="log-bottom" />
        </div>
      </div>
      {!isAtBottom && status === 'ready' && (
        <JumpButton unreadCount={unreadCount} onJump={() => log.current?.scrollTo({ top: 0 })} />
      )}
    </div>
  )
}
