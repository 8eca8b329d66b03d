import type { Peer } from '@monhub/realtime-react'
import { useRef, type ReactNode } from 'react'
import { Composer } from './Composer'
import { EditForm } from './EditForm'
import { MessageLog } from './MessageLog'
import { TypingStatus } from './TypingStatus'
import { useEditing } from './useEditing'

interface ConversationProps {
  peer: Peer
  /** Whom or what one writes to. */
  name: string
  header: ReactNode
}

/** The same for two people and for a group. Each part takes of `useChat(peer)` what it shows. */
export function Conversation({ peer, name, header }: ConversationProps) {
  const log = useRef<HTMLDivElement>(null)
  const editing = useEditing(peer)

  return (
    <div className="conversation">
      {header}
      <MessageLog log={log} peer={peer} onEdit={editing.start} />
      <TypingStatus peer={peer} />
      {editing.message ? (
        <EditForm
          key={editing.message.clientId}
          peer={peer}
          message={editing.message}
          onClose={editing.stop}
        />
      ) : (
        <Composer
          peer={peer}
          name={name}
          onSent={() => log.current?.scrollTo({ top: 0, behavior: 'instant' })}
          onEditLast={editing.startLast}
        />
      )}
    </div>
  )
}
