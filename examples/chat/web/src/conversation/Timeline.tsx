import { useChat, type Peer } from '@monhub/realtime-react'
import { Fragment, useLayoutEffect, useRef } from 'react'
import { usePersonOf } from '../people/usePeople'
import { useAccount } from '../session/useAccount'
import { isChangeable } from './isChangeable'
import { keyOf } from './keyOf'
import { MessageGroup } from './MessageGroup'
import { MessageItem } from './MessageItem'
import { seenByLast } from './seenByLast'
import { timelineOf } from './timelineOf'
import { UnreadDivider } from './UnreadDivider'
import { useFirstUnread } from './useFirstUnread'

interface TimelineProps {
  peer: Peer
  /** The message whose menu is open. */
  menuKey: string | undefined
  onMenu: (messageKey: string) => void
}

/** The messages by day and sender, with a line above the first unread one. */
export function Timeline({ peer, menuKey, onMenu }: TimelineProps) {
  const { messages, members, status } = useChat(peer)
  const { me } = useAccount()
  const personOf = usePersonOf()
  const divider = useRef<HTMLDivElement>(null)
  const firstUnread = useFirstUnread(peer)
  const newest = messages.findLast(isChangeable)
  const seen = seenByLast(messages, members, me.id)
  const isReady = status === 'ready'

  // Before the browser says whether the end is in view, which would make everything read.
  useLayoutEffect(() => {
    if (isReady) divider.current?.scrollIntoView({ block: 'start', behavior: 'instant' })
  }, [isReady])

  return timelineOf(messages, firstUnread).map(({ label, groups }) => (
    <section key={label} className="day">
      <h2 className="day-label">{label}</h2>
      {groups.map((group) => (
        <Fragment key={group.key}>
          {group.startsUnread && <UnreadDivider ref={divider} />}
          <MessageGroup
            sender={personOf(group.senderId)}
            isMine={group.senderId === me.id}
            isNamed={typeof peer !== 'string'}
          >
            {group.messages.map((message) => (
              <MessageItem
                key={keyOf(message)}
                peer={peer}
                message={message}
                isMine={group.senderId === me.id}
                seenBy={seen.get(message._id)}
                isFirstStop={message === newest}
                isMenuOpen={keyOf(message) === menuKey}
                onMenu={onMenu}
              />
            ))}
          </MessageGroup>
        </Fragment>
      ))}
    </section>
  ))
}
