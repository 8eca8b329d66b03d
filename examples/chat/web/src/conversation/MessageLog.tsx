import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useState, type RefObject } from 'react'
import { useInView } from '../ui/useInView'
import { JumpButton } from './JumpButton'
import { LogStart } from './LogStart'
import { MessageMenu } from './MessageMenu'
import { moveByArrows } from './moveByArrows'
import { Timeline } from './Timeline'
import { useAutoRead } from './useAutoRead'
import { useOlderMessages } from './useOlderMessages'

interface MessageLogProps {
  /** The element that scrolls. */
  log: RefObject<HTMLDivElement | null>
  peer: Peer
  onEdit: (message: ChatMessage) => void
}

/**
 * The log scrolls in reverse (see conversation.css), so the browser itself keeps the newest message
 * in view, and keeps its place when older ones are put in front.
 */
export function MessageLog({ log, peer, onEdit }: MessageLogProps) {
  const { status, hasMore } = useChat(peer)
  const [top, isAtTop] = useInView()
  const [bottom, isAtBottom] = useInView()
  const [menuKey, setMenuKey] = useState<string>()
  const isReady = status === 'ready'
  useOlderMessages(peer, isAtTop)
  useAutoRead(peer, isAtBottom)

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
          <LogStart peer={peer} />
          <Timeline peer={peer} menuKey={menuKey} onMenu={setMenuKey} />
          {isReady && <div ref={bottom} className="log-bottom" />}
        </div>
      </div>
      <MessageMenu
        peer={peer}
        messageKey={menuKey}
        onEdit={onEdit}
        onClosed={() => setMenuKey(undefined)}
      />
      {isReady && isAtBottom === false && (
        <JumpButton peer={peer} onJump={() => log.current?.scrollTo({ top: 0 })} />
      )}
    </div>
  )
}
